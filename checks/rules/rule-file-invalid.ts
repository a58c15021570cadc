import type { RuleFileProblem } from "@signalbox/engine";
import { isDuration, meantDuration } from "../duration.ts";
import { gaveUp } from "../expression/gave-up.ts";
import type { Finding } from "../finding.ts";
import type { CheckedDuration, CheckedRuleFile, Parser } from "../input.ts";

/** Prometheus would not load the rule file. A wrong expression is reported by expression-invalid, with its place. */
export async function ruleFileInvalid(file: CheckedRuleFile, parser: Parser): Promise<readonly Finding[]> {
  const durations = (file.durations ?? []).filter(({ text }) => !isDuration(text));
  const unreadable = durations.map((duration) => unreadableDuration(file, duration));
  let problems: readonly RuleFileProblem[];
  try {
    problems = await parser.checkRuleFile(file.text);
  } catch (error) {
    const reason = gaveUp(error);
    if (reason === undefined) throw error;
    return [...unreadable, unread(file, reason)];
  }
  return [
    ...unreadable,
    ...saidOnce(problems)
      .filter(({ message }) => file.groups.length === 0 || !message.includes("could not parse expression"))
      .filter(({ message }) => durations.length === 0 || !isAboutDuration(message))
      .map((problem) => ({
        rule: "rule-file-invalid" as const,
        severity: "error" as const,
        where: {
          artefact: file.path,
          item: problem.ruleName ?? problem.group ?? "the file",
          ...(problem.line === undefined ? {} : { line: problem.line }),
        },
        message: `Prometheus does not load this file: ${problem.message}`,
        fix: "Correct it; https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ has the format.",
      })),
  ];
}

function unread(file: CheckedRuleFile, reason: string): Finding {
  return {
    rule: "rule-file-invalid",
    severity: "error",
    where: { artefact: file.path, item: "the file" },
    message: `The parser ${reason} on this file, so nobody knows whether Prometheus loads it.`,
    fix: "Split its longest expressions, or the file into several.",
  };
}

/** Prometheus reads a file into two kinds of structures, and lists what fits neither once for each. */
function saidOnce(problems: readonly RuleFileProblem[]): readonly RuleFileProblem[] {
  const said = new Map<string, RuleFileProblem>();
  for (const problem of problems.flatMap(separate)) {
    const { message, ...place } = problem;
    const key = JSON.stringify([message.replace(/ (into|in type) rulefmt\.\w+/g, ""), place]);
    if (!said.has(key)) said.set(key, problem);
  }
  return [...said.values()];
}

/** What does not fit is one message, with a line of the file in each of its lines. */
function separate(problem: RuleFileProblem): readonly RuleFileProblem[] {
  const listed = [...problem.message.matchAll(/^ {2}line (\d+): (.*)$/gm)];
  if (!problem.message.startsWith("yaml: unmarshal errors:") || listed.length === 0) return [problem];
  return listed.map(([, line, message = ""]) => ({ line: Number(line), message }));
}

/** Prometheus stops at the first duration that it cannot read, and names neither its field nor its line. */
function isAboutDuration(message: string): boolean {
  return /^(not a valid duration string|unknown unit .* in duration|empty duration string)/s.test(message);
}

function unreadableDuration(file: CheckedRuleFile, { item, line, field, text }: CheckedDuration): Finding {
  const meant = meantDuration(text);
  return {
    rule: "rule-file-invalid",
    severity: "error",
    where: { artefact: file.path, item, line },
    message: `Prometheus cannot read the duration ${JSON.stringify(text)} of ${field}, and does not load this file.`,
    fix:
      meant === undefined
        ? `Write a whole number with its unit (ms, s, m, h, d, w or y), such as ${field}: 5m.`
        : `Write ${field}: ${meant}.`,
  };
}
