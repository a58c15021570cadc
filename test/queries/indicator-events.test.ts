import { defineService, promClient, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { bucketBound, indicatorEvents } from "../../queries/index.ts";

const http = promClient({ duration: "archive_request_ms", unit: "milliseconds", bounds: [15, 64.1, 1001] });

describe("the bucket of a threshold", () => {
  it.each([
    [1.001, 1001],
    [0.0641, 64.1],
    [0.015, 15],
  ])("of %f s has no binary noise in milliseconds", (seconds, bound) => {
    expect(bucketBound(http, seconds)).toBe(bound);
  });

  it("is the one that the question names", () => {
    const archive = defineService({
      name: "archive",
      team: "finance",
      description: "Keeps old books.",
      http,
      indicators: { patient: requests({ fasterThanSeconds: 1.001 }) },
    });
    expect(indicatorEvents(archive, "patient", [], []).badEvents("5m")).toContain('le=~"1001(\\\\.0)?"');
  });
});
