import type { Report } from "@signalbox/contract";

const setBySignalbox = "Signalbox sets this label, so it cannot tell services apart";
const setByPrometheus = "Prometheus gives this label its own meaning";
const onePod = "every pod would be a service of its own, with its own budget and its own alerts";

/** Labels that cannot be part of the identity, each with its reason. */
const refusedLabels: Readonly<Record<string, string>> = {
  alertname: setByPrometheus,
  alertstate: setByPrometheus,
  le: setByPrometheus,
  quantile: setByPrometheus,
  severity: setBySignalbox,
  team: setBySignalbox,
  sli: setBySignalbox,
  metric: setBySignalbox,
  dependency: setBySignalbox,
  work: setBySignalbox,
  tier: setBySignalbox,
  owner: setBySignalbox,
  target: setBySignalbox,
  pod: onePod,
  instance: onePod,
};

/** Problems of the labels that tell one running service from another. */
export function identityProblems(report: Report, identity: unknown): void {
  if (identity === undefined) return;
  const names: readonly unknown[] = Array.isArray(identity) ? identity : [];
  const valid = names.every((name) => typeof name === "string" && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
  if (names.length === 0 || !valid) {
    const rule = "identity lists label names";
    report.add("config/identity", "identity", rule, identity, 'identity: ["namespace", "job"]');
    return;
  }
  const kept = names.map(String).filter((name, index) => names.indexOf(name) === index && reasonAgainst(name) === "");
  const correction = `identity: ${JSON.stringify(kept.includes("job") ? kept : [...kept, "job"])}`;
  names.map(String).forEach((name, index) => {
    const reason = names.indexOf(name) < index ? "this label is already in the list" : reasonAgainst(name);
    if (reason !== "") report.add("config/identity-label", `identity[${index}]`, reason, name, correction);
  });
  if (names.includes("job")) return;
  report.add("config/identity-job", "identity", "job tells one service from another", identity, correction);
}

function reasonAgainst(name: string): string {
  if (name.startsWith("__")) return "labels that begin with two underscores are gone once Prometheus has scraped";
  return Object.hasOwn(refusedLabels, name) ? (refusedLabels[name] ?? "") : "";
}
