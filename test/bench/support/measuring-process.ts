import type { Effort, Samples } from "./question.ts";

/** Measures the subject of the command line and prints what was measured as one line of JSON, the last one. Ends the process. */
export async function answerAsProcess(measure: (subject: string, effort: Effort) => Promise<Samples>): Promise<never> {
  const [subject = "", effort = "full"] = process.argv.slice(2);
  const samples = await measure(subject, effort === "quick" ? "quick" : "full");
  await new Promise((resolve) => process.stdout.write(`${JSON.stringify(samples)}\n`, resolve));
  process.exit(0);
}

/** What {@link answerAsProcess} printed. @throws {Error} when the output is something else */
export function samplesOf(output: string): Samples {
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  const samples: unknown = JSON.parse(line);
  if (!isSamples(samples)) throw new Error(`the last line of a measuring process is no samples: ${line.slice(0, 200)}`);
  return samples;
}

function isSamples(value: unknown): value is Samples {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((list) => Array.isArray(list) && list.every((one) => typeof one === "number"))
  );
}
