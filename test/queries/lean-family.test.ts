import { otel } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { answerRate, durationQuantile, errorRatio, requestRate, unansweredRate } from "../../queries/index.ts";

const lean = otel({ detail: "lean" });

describe("the questions about a lean family", () => {
  const questions: readonly [string, string][] = [
    ["rate", requestRate(lean, [], "2m", ["http_route"])],
    ["answers", answerRate(lean, [], "3m")],
    ["requests without an answer", unansweredRate(lean, [], "4m")],
    ["error ratio", errorRatio(lean, [], "5m", ["http_route"])],
  ];
  it.each(questions)("of %s are answered by the counter, which carries the status", (_name, question) => {
    expect(question).toContain("http_server_requests_total");
    expect(question).not.toContain("http_server_request_duration_seconds");
  });

  it("of durations are answered by the histogram", () => {
    expect(durationQuantile(lean, 0.95, [], "2m")).toContain("http_server_request_duration_seconds_bucket");
  });
});
