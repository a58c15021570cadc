import { spawn } from "node:child_process";
import { join } from "node:path";
import { samplesOf } from "./measuring-process.ts";
import { nodeCommand } from "./pinned.ts";
import type { Effort, Question, Samples } from "./question.ts";

const deadlineSeconds = 180;

/** What was measured for a question. */
export interface Answer {
  readonly question: Question;
  /** For each round the samples of each subject; a subject whose process failed is missing. */
  readonly rounds: readonly Readonly<Record<string, Samples>>[];
  /** What failed, in sentences. */
  readonly failures: readonly string[];
}

/** Measures the subjects of a question in turns, each time in a new process; every round begins with another subject. */
export async function answerOf(question: Question, effort: Effort, say: (line: string) => void): Promise<Answer> {
  const subjects = (effort === "quick" ? question.quickSubjects : undefined) ?? question.subjects;
  const rounds: Readonly<Record<string, Samples>>[] = [];
  const failures: string[] = [];
  const start = performance.now();
  for (let round = 0; round < question.rounds[effort]; round++) {
    const measured: Record<string, Samples> = {};
    for (const [turn] of subjects.entries()) {
      const subject = subjects[(turn + round) % subjects.length] ?? "";
      say(`${question.key}: round ${round + 1} of ${question.rounds[effort]}, ${subject}`);
      try {
        measured[subject] = samplesOf(await outputOf(question, subject, effort));
      } catch (error) {
        failures.push(`${question.key}, ${subject}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    rounds.push(measured);
  }
  say(`${question.key}: ${Math.round((performance.now() - start) / 1000)} s in all`);
  return { question, rounds, failures };
}

function outputOf(question: Question, subject: string, effort: Effort): Promise<string> {
  const file = join(import.meta.dirname, "..", `${question.key}.ts`);
  const [command, ...args] = nodeCommand(question.core, [...(question.nodeFlags ?? []), file, subject, effort]);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const deadline = setTimeout(() => child.kill("SIGKILL"), deadlineSeconds * 1000);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(deadline);
      if (code === 0) return resolve(output);
      reject(new Error(`the process ended with ${code ?? signal}. It wrote:\n${errors.slice(-2000)}`));
    });
  });
}
