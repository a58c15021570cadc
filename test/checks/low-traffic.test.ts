import { describe, expect, it } from "vitest";
import { objectives } from "../../config/index.ts";
import { config, shop } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("low-traffic", () => {
  const findings = findingsOf("low-traffic");
  type Availability = NonNullable<
    Parameters<typeof objectives<typeof shop.metrics, typeof shop.indicators, typeof shop.work>>[1]["availability"]
  >;
  const told = async (availability: Availability): Promise<readonly (readonly [string, string])[]> => {
    const services = [objectives(shop, { availability })];
    return (await findings({ config: { ...config, services } })).map(({ message, fix }) => [message, fix] as const);
  };

  it("tells when an outage pages in the lowest hour, and how small the budget is", async () => {
    expect(await told({ targetRatio: 0.999, page: true, expectedRequestsPerHour: 10 })).toEqual([
      [
        "In your lowest hour, 10 requests, a total outage pages after 30 minutes; the budget of 28 days is 7 requests.",
        'Use a probe that adds requests, a target of 99 %, or a time slice (kind: "timeSlice").',
      ],
    ]);
  });

  it("says never where the long windows cannot hold enough bad events", async () => {
    expect(await told({ targetRatio: 0.95, page: true, expectedRequestsPerHour: 0.8 })).toEqual([
      [
        expect.stringContaining("0.8 requests, a total outage never pages, because 5 requests do not come"),
        expect.any(String),
      ],
    ]);
  });

  it("judges a ticket by the windows of tickets", async () => {
    expect(await told({ targetRatio: 0.99, expectedRequestsPerHour: 2 })).toEqual([
      [expect.stringContaining("2 requests, a total outage makes a ticket after 150 minutes"), expect.any(String)],
    ]);
    expect(await told({ targetRatio: 0.9, expectedRequestsPerHour: 2 })).toEqual([]);
  });

  it("is silent with enough traffic, about time slices, and where nobody said how much there is", async () => {
    expect(await told({ targetRatio: 0.999, page: true, expectedRequestsPerHour: 400 })).toEqual([]);
    expect(await told({ targetRatio: 0.999, kind: "timeSlice", goodRatio: 0.9, expectedRequestsPerHour: 3 })).toEqual(
      [],
    );
    expect(await told({ targetRatio: 0.999, page: true })).toEqual([]);
  });
});
