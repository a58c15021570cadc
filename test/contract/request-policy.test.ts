import { judgeRequest, type RequestEnd, requestPolicy, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";

const answered: RequestEnd = {
  kind: "request",
  routeMatched: true,
  transfer: "plain",
  status: 200,
  failedAfterHeaders: false,
  clientGone: "no",
  durationSeconds: 0.1,
};
const availability = requests({ alsoBad: [409] });
const fast = requests({ fasterThanSeconds: 0.3 });

/** What a request that differs from a good one means for availability and for latency. */
function verdicts(difference: Partial<RequestEnd>): readonly string[] {
  const end = { ...answered, ...difference };
  return [judgeRequest(end, availability), judgeRequest(end, fast)];
}

describe("the classification of requests", () => {
  it.each<[string, Partial<RequestEnd>, string, string]>([
    ["an ordinary answer is good", {}, "good", "good"],
    ["a slow answer is bad for latency only", { durationSeconds: 0.31 }, "good", "bad"],
    ["an answer at the threshold is still fast", { durationSeconds: 0.3 }, "good", "good"],
    ["a probe counts for nothing", { kind: "internal" }, "out", "out"],
    ["an automatic OPTIONS counts for nothing", { kind: "automaticOptions" }, "out", "out"],
    ["a synthetic request counts for nothing, even when it fails", { kind: "synthetic", status: 500 }, "out", "out"],
    ["a 404 without a route counts for nothing", { routeMatched: false, status: 404 }, "out", "out"],
    ["a 405 without a route counts for nothing", { routeMatched: false, status: 405 }, "out", "out"],
    ["a 404 of a route is good", { status: 404 }, "good", "good"],
    ["a 500 without a route is bad", { routeMatched: false, status: 500 }, "bad", "out"],
    ["a 503 is bad and does not improve latency", { status: 503, durationSeconds: 0.001 }, "bad", "out"],
    ["an error after the headers is bad", { failedAfterHeaders: true }, "bad", "out"],
    ["a stream is judged by its status", { transfer: "stream", durationSeconds: 900 }, "good", "out"],
    ["a stream that failed is bad", { transfer: "stream", status: 502 }, "bad", "out"],
    ["a client that left at once says nothing", { clientGone: "beforeHeaders", status: undefined }, "out", "out"],
    [
      "a client that waited longer than the threshold makes latency bad",
      { clientGone: "beforeHeaders", status: undefined, durationSeconds: 2 },
      "out",
      "bad",
    ],
    [
      "a client that waited longer than five seconds makes availability bad",
      { clientGone: "beforeHeaders", status: undefined, durationSeconds: 5.1 },
      "bad",
      "bad",
    ],
    [
      "a cancelled download is judged by its status",
      { clientGone: "afterHeaders", durationSeconds: 60 },
      "good",
      "out",
    ],
    [
      "a client that left during its own upload counts for nothing, however long it took",
      { clientGone: "duringUpload", status: undefined, durationSeconds: 60 },
      "out",
      "out",
    ],
    [
      "an error that a body parser made of an upload that broke off counts for nothing",
      { clientGone: "duringUpload", status: 500, durationSeconds: 7 },
      "out",
      "out",
    ],
    [
      "a request behind an answer that closed the connection counts for nothing",
      { kind: "behindClose", failedAfterHeaders: true },
      "out",
      "out",
    ],
    ["a 429 counts for nothing", { status: 429 }, "out", "out"],
    ["a listed 409 is bad", { status: 409 }, "bad", "good"],
    ["another 4xx is good", { status: 422 }, "good", "good"],
  ])("%s", (_, difference, forAvailability, forLatency) => {
    expect(verdicts(difference)).toEqual([forAvailability, forLatency]);
  });

  it("takes the indicator's own wait for abandoned requests", () => {
    const end: RequestEnd = { ...answered, clientGone: "beforeHeaders", status: undefined, durationSeconds: 3 };
    expect(judgeRequest(end, requests({ abandonedAfterSeconds: 2 }))).toBe("bad");
  });

  it("gives every row a reason", () => {
    expect(requestPolicy.filter(({ why }) => why === "")).toEqual([]);
  });
});
