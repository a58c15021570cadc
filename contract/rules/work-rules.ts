import { sharedWorkBounds, type Works, workMetrics } from "../work.ts";
import { boundsProblems } from "./metric-rules.ts";
import { ownNameCollisions } from "./own-name-collisions.ts";
import { isRecord, joinPath, type Report } from "./report.ts";

/** The most bounds that all kinds of work may have together, as many as one histogram may. */
const mostBounds = 100;

/** Problems of the work of a service. */
export function workProblems(report: Report, definition: Record<string, unknown>): void {
  const works = definition["work"];
  if (works === undefined) return;
  if (!isRecord(works)) {
    const correction = 'work: { emails: { description: "Sends an email." } }';
    report.add("work/shape", "work", "work is an object keyed by name", works, correction);
    return;
  }
  const before = report.problems.length;
  for (const [name, work] of Object.entries(works)) {
    const path = joinPath("work", name);
    if (!/^[a-zA-Z][a-zA-Z0-9_-]{0,49}$/.test(name)) {
      const rule = "the name of work is letters, digits, _ and -, at most 50";
      report.add("work/name", path, rule, name, 'emails: { description: "Sends an email." }');
    }
    if (!isRecord(work)) {
      const correction = `${name}: { description: "What it does, in one sentence." }`;
      report.add("work/shape", path, "work is an object with a description", work, correction);
      continue;
    }
    report.unknownKeys(work, path, ["description", "bounds"]);
    report.text(work["description"], `${path}.description`, 'description: "What it does, in one sentence."');
    if (work["bounds"] !== undefined) boundsProblems(report, `${path}.bounds`, work["bounds"]);
  }
  if (report.problems.length === before) tooManyBounds(report, works as Record<string, { bounds?: readonly number[] }>);
  if (Object.keys(works).length > 0) ownNameCollisions(report, "work", Object.values(workMetrics), definition);
}

function tooManyBounds(report: Report, works: Record<string, { bounds?: readonly number[] }>): void {
  const written = Object.entries(works).map(
    ([name, { bounds = [] }]) => [name, { description: name, bounds }] as const,
  );
  const together = sharedWorkBounds(Object.fromEntries(written) satisfies Works).length;
  if (together <= mostBounds) return;
  const rule = `all kinds of work share their bounds, at most ${mostBounds} different ones`;
  report.add("work/bounds", "work", rule, together, "the same bounds for several kinds of work");
}
