import { describe, expect, it } from "vitest";
import { formatValue } from "../../../live/page/unit-format.ts";

describe("a value on the page", () => {
  it.each([
    [0.99912, "percentunit", "99.9 %"],
    [0, "percentunit", "0 %"],
    [0.01344, "percentunit", "1.34 %"],
    [45.2, "percent", "45.2 %"],
    [0.0831, "s", "83.1 ms"],
    [0.00004, "s", "40 µs"],
    [7200, "s", "2 h"],
    [-90, "s", "-1.5 min"],
    [250, "ms", "250 ms"],
    [2_621_440, "bytes", "2.5 MiB"],
    [512, "bytes", "512 B"],
    [2048, "binBps", "2 KiB/s"],
    [Date.UTC(2026, 2, 4, 5, 6, 7), "dateTimeAsIso", "2026-03-04 05:06 UTC"],
    [11.94, "reqps", "11.9 req/s"],
    [15_300, "short", "15.3 k"],
    [950, "short", "950"],
    [0.5, "short", "0.5"],
    [0, "s", "0 s"],
    [21, "celsius", "21 °C"],
    [3, "llamas", "3 llamas"],
  ])("%d in %s reads %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it("keeps the decimals that a panel asks for", () => {
    expect(formatValue(0.99912, "percentunit", 3)).toBe("99.912 %");
  });

  it("is a dash where there is none, and infinite where it is", () => {
    expect(formatValue(Number.NaN, "s")).toBe("–");
    expect(formatValue(Number.POSITIVE_INFINITY, "short")).toBe("∞");
  });
});
