import { describe, expect, it } from "vitest";
import { burnFactor, burnLimits, burnPairs } from "../../alerts/index.ts";

describe("burn pairs", () => {
  it.each([
    [30, [14.4, 6, 3, 1]],
    [28, [13.44, 5.6, 2.8, 1]],
  ])("have the workbook's factors for a window of %i days", (days, factors) => {
    expect(burnPairs.map((pair) => burnFactor(pair, days))).toEqual(factors);
  });

  it("never ask for a burn rate below 1, at which the budget lasts for ever", () => {
    expect(burnPairs.map((pair) => burnFactor(pair, 7))).toEqual([3.36, 1.4, 1, 1]);
  });

  it("end with a burn rate of 1, so that no budget is spent unnoticed, however long its window", () => {
    expect(burnPairs.map((pair) => burnFactor(pair, 90))).toEqual([43.2, 18, 9, 1]);
  });

  it("give thresholds without binary noise", () => {
    expect(burnLimits("page", 0.999, 28).map(({ thresholdRatio }) => thresholdRatio)).toEqual([0.01344, 0.0056]);
  });

  it("leave out a pair that could never fire", () => {
    expect(burnLimits("page", 0.9, 28).map(({ pair }) => pair.long)).toEqual(["6h"]);
  });

  it("keep the last pair with a threshold that an outage reaches when none could fire", () => {
    expect(burnLimits("page", 0.8, 28).map(({ pair, thresholdRatio }) => [pair.long, thresholdRatio])).toEqual([
      ["6h", 0.9],
    ]);
  });

  it("always leave a limit below 1, whatever the target and the window", () => {
    for (const target of [0.001, 0.3, 0.5, 0.75, 0.93, 0.9999]) {
      for (const days of [7, 28, 90]) {
        for (const urgency of ["page", "ticket"] as const) {
          const limits = burnLimits(urgency, target, days);
          expect(limits.length).toBeGreaterThan(0);
          expect(Math.max(...limits.map(({ thresholdRatio }) => thresholdRatio))).toBeLessThanOrEqual(0.9);
        }
      }
    }
  });
});
