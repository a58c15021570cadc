import type { Answer } from "./answers.ts";
import { type Finding, findings, readings } from "./findings.ts";
import type { Spread } from "./statistics.ts";

/** What a report is made of. */
export interface ReportParts {
  readonly answers: readonly Answer[];
  readonly machine: readonly (readonly [string, string])[];
  readonly versions: Readonly<Record<string, string>>;
  /** The day of the run, YYYY-MM-DD. */
  readonly date: string;
}

/** The report of a run as Markdown. */
export function report({ answers, machine, versions, date }: ReportParts): string {
  return [
    "# Benchmarks",
    "",
    "`npm run bench` measures this exporter and its peers in one run and writes this page. Absolute times are those of one",
    "machine; the ratios are what carries over. Every value is the median of a process, then of several processes that take",
    "turns; the range shows the least and the most of those. No test depends on any of it.",
    "",
    ...table(["run", ""], [["date", date], ...machine]),
    "",
    ...table(["package", "version"], Object.entries(versions)),
    "",
    "## Targets",
    "",
    ...targetTable(answers.flatMap((answer) => findings(answer).filter(({ target }) => isJudged(target)))),
    ...answers.flatMap(section),
    ...failureSection(answers.flatMap(({ failures }) => failures)),
    "",
  ].join("\n");
}

function section(answer: Answer): readonly string[] {
  const { question } = answer;
  const compared = findings(answer).filter(({ target }) => !isJudged(target));
  const measures = Object.entries(question.measures);
  const rows = question.subjects.map((subject) => [
    subject,
    ...measures.map(([measure]) => cell(answer, subject, measure)),
  ]);
  const heads = measures.map(([, { words, unit }]) => `${words} (${unit})`);
  return [
    "",
    `## ${question.title}`,
    "",
    question.method,
    "",
    ...table(["", ...heads], rows),
    ...(compared.length === 0 ? [] : ["", ...comparisonTable(compared)]),
  ];
}

/** A dash where the subject has no such thing. */
function cell(answer: Answer, subject: string, measure: string): string {
  const reading = readings(answer, { subject, measure });
  const wasMeasured = answer.rounds.some((round) => Object.keys(round[subject] ?? {}).length > 0);
  return reading === undefined && wasMeasured ? "-" : range(reading);
}

function isJudged({ atLeast, atMost }: Finding["target"]): boolean {
  return atLeast !== undefined || atMost !== undefined;
}

function targetTable(judged: readonly Finding[]): readonly string[] {
  const rows = judged.map(({ target, reached, verdict }) => [target.what, bound(target), range(reached), verdict]);
  return table(["what", "target", "measured", ""], rows);
}

function comparisonTable(compared: readonly Finding[]): readonly string[] {
  return table(
    ["for comparison", "measured"],
    compared.map(({ target, reached }) => [target.what, range(reached)]),
  );
}

function bound({ atLeast, atMost }: Finding["target"]): string {
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
}

function failureSection(failures: readonly string[]): readonly string[] {
  if (failures.length === 0) return [];
  return ["", "## What failed", "", ...failures.map((failure) => `- ${failure.split("\n").join("\n  ")}`)];
}

function range(spread: Spread | undefined): string {
  if (spread === undefined) return "not measured";
  const { median, least, most } = spread;
  return least === most ? figure(median) : `${figure(median)} (${figure(least)} to ${figure(most)})`;
}

/** Three digits that count. */
function figure(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
  return String(Number(value.toPrecision(3)));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
