import { describe, expect, it } from "vitest";
import type { Answer } from "./support/answers.ts";
import { findings } from "./support/findings.ts";
import type { Samples, Target } from "./support/question.ts";
import { report } from "./support/report.ts";

const faster: Target = {
  what: "times faster than the peer",
  value: { subject: "peer", measure: "cost" },
  over: { subject: "ours", measure: "cost" },
  atLeast: 4,
};

function answer(target: Target, ...rounds: readonly Readonly<Record<string, Samples>>[]): Answer {
  const question = {
    key: "cost",
    title: "What it costs",
    method: "Counted.",
    subjects: ["ours", "peer", "absent"],
    measures: { cost: { words: "cost", unit: "ns" }, extra: { words: "extra", unit: "B" } },
    targets: [target],
    rounds: { full: 2, quick: 1 },
  };
  return { question, rounds, failures: [] };
}

const twoRounds = [
  { ours: { cost: [2, 90, 3] }, peer: { cost: [12] } },
  { ours: { cost: [5] }, peer: { cost: [40, 10], extra: [7] } },
];

describe("findings", () => {
  it("divide the medians of a round, and judge the median over the rounds", () => {
    expect(findings(answer(faster, ...twoRounds))).toEqual([
      { target: faster, reached: { median: 4.5, least: 4, most: 5 }, verdict: "met" },
    ]);
  });

  it("miss a target by its median, though a round reached it", () => {
    expect(findings(answer({ ...faster, atLeast: 4.6 }, ...twoRounds))[0]?.verdict).toBe("missed");
  });

  it("judge a value that must stay low by the median too", () => {
    const { over: _, atLeast: __, ...value } = faster;
    const verdicts = [18.4, 18.5].map((atMost) => findings(answer({ ...value, atMost }, ...twoRounds))[0]?.verdict);
    expect(verdicts).toEqual(["missed", "met"]);
  });

  it("leave out a round in which either side is missing", () => {
    expect(findings(answer(faster, { peer: { cost: [99] } }, twoRounds[1] ?? {}))[0]?.reached?.median).toBe(5);
  });

  it("say that what nobody measured was not measured", () => {
    expect(findings(answer(faster, { ours: {}, peer: { cost: [11] } }))[0]?.verdict).toBe("not measured");
  });
});

describe("the report", () => {
  it("tells targets, medians with their range, and what a subject does not have", () => {
    const text = report({
      answers: [answer(faster, ...twoRounds)],
      machine: [["processor", "One, 2 cores"]],
      versions: { peer: "1.2.3" },
      date: "2026-01-31",
    });
    expect(text.slice(text.indexOf("| run |"))).toBe(`| run |  |
| --- | --- |
| date | 2026-01-31 |
| processor | One, 2 cores |

| package | version |
| --- | --- |
| peer | 1.2.3 |

## Targets

| what | target | measured |  |
| --- | --- | --- | --- |
| times faster than the peer | at least 4 | 4.5 (4 to 5) | met |

## What it costs

Counted.

|  | cost (ns) | extra (B) |
| --- | --- | --- |
| ours | 4 (3 to 5) | - |
| peer | 18.5 (12 to 25) | 7 |
| absent | not measured | not measured |
`);
  });
});
