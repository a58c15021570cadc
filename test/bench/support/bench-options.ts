import { parseArgs } from "node:util";
import { questions } from "../questions.ts";
import type { Effort, Question } from "./question.ts";

/** What was asked for on the command line. */
export interface BenchOptions {
  readonly questions: readonly Question[];
  readonly effort: Effort;
  /** The day that the report tells, YYYY-MM-DD; undefined for today. */
  readonly date: string | undefined;
  /** Whether everything is measured in full, so that the report can be published. */
  readonly isWhole: boolean;
}

const keys = questions.map(({ key }) => key).join(", ");

/** What `--help` prints. */
export const usage: string = `Usage: npm run bench -- [options]

Measures the exporter against its peers. A whole run takes about a quarter of an hour and writes docs/benchmarks.md;
a quick or partial one only prints its report.

  --only <question>    one of ${keys};
                       may be given more than once
  --quick              few rounds, to see that everything works (about 90 s)
  --date <YYYY-MM-DD>  the day that the report tells; by default today
  --help               this text`;

/** Reads the command line; `help` where it asks for that. @throws {Error} with one line that says what is wrong */
export function benchOptions(args: readonly string[]): BenchOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [] },
      quick: { type: "boolean", default: false },
      date: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const unknown = values.only.find((only) => !questions.some(({ key }) => key === only));
  if (unknown !== undefined) throw new Error(`--only is one of ${keys}, not ${unknown}.`);
  if (values.date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(values.date)) {
    throw new Error(`--date is a day such as 2026-01-31, not ${values.date}.`);
  }
  return {
    questions: questions.filter(({ key }) => values.only.length === 0 || values.only.includes(key)),
    effort: values.quick ? "quick" : "full",
    date: values.date,
    isWhole: values.only.length === 0 && !values.quick,
  };
}
