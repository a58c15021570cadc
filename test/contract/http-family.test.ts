import { defineService, isDefinitionError, promClient, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";

function problemsOf(badStatus: string): readonly string[] {
  try {
    defineService({
      name: "till",
      team: "counter",
      description: "Takes money.",
      http: promClient({ badStatus }),
      indicators: { answers: requests() },
    });
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, code }) => `${path} ${code}`);
  }
}

describe("the expression of bad statuses", () => {
  it.each(["5..", "5..|", "5\\d\\d|4(?:08|29)", "(5)\\..", "[45]\\d{2}", "\\\\1", "(?<first>5)..", "[^2]..|\\x35"])(
    "may be %s, which Prometheus reads as JavaScript does",
    (badStatus) => {
      expect(problemsOf(badStatus)).toEqual([]);
    },
  );

  it.each([
    "5(?!03)..",
    "(?=5)...",
    "(?<=5)..",
    "5..(?<!503)",
    "(5)\\1.",
    "(?<first>5)\\k<first>.",
    "\\u0035..",
    "5[]",
    "[^]..",
    "5..(",
    "",
  ])("is refused as %j, which Prometheus does not load", (badStatus) => {
    expect(problemsOf(badStatus)).toEqual(["http.badStatus http/bad-status"]);
  });
});
