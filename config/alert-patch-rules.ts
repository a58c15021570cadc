import { alertNames, isRecord, joinPath, nearestName, type Report } from "@signalbox/contract";

const example = 'patchAlerts({ alert: "CpuThrottled" }, { labels: { area: "capacity" } })';

/** What a label is for, and how to get what a patch of it is after. */
type Owned = readonly [reason: string, instead: string];

/** It tells alerts of one rule from each other. */
const telling = (label: string): Owned => [
  "this label tells alerts of one name from each other",
  `another name: own_${label}: ...`,
];

/** Labels that mean something to Signalbox, Prometheus or Alertmanager, beside those of the identity. */
const ownedLabels: Readonly<Record<string, Owned>> = {
  alertname: ["routes, runbooks and cases know an alert by its name", "another name: area: ..."],
  alertstate: ["Prometheus sets this label in ALERTS", "another name: area: ..."],
  severity: [
    "the severity follows from what pages",
    "page: true or false of the objective, or severity of the config for other values",
  ],
  team: ["the team of a service is told of its alerts", "team of defineService, or of prometheus.platformAlerts"],
  sli: telling("sli"),
  metric: telling("metric"),
  dependency: telling("dependency"),
  work: telling("work"),
  rule_group: telling("rule_group"),
};

/** The labels among these that some rule sets, so that alerts can be selected by them. */
const selecting: readonly string[] = ["severity", "team", "sli", "metric", "work"];

/** Every problem of `patches`. Whether one is for any alert is for `signalbox check` to say. */
export function patchProblems(
  report: Report,
  patches: unknown,
  known: { readonly services: readonly string[]; readonly identity: readonly string[] },
): void {
  if (patches === undefined) return;
  if (!Array.isArray(patches)) {
    report.add("patch/list", "patches", "patches are a list", patches, `patches: [${example}]`);
    return;
  }
  patches.forEach((patch: unknown, index) => {
    const path = `patches[${index}]`;
    if (!isRecord(patch)) {
      report.add("patch/shape", path, "a patch comes from patchAlerts()", patch, example);
      return;
    }
    report.unknownKeys(patch, path, ["selected", "labels", "annotations"]);
    selectionProblems(report, patch["selected"], `${path}.selected`, known);
    const labels = textsOf(report, patch["labels"], `${path}.labels`);
    const annotations = textsOf(report, patch["annotations"], `${path}.annotations`);
    for (const [name, value] of labels) labelProblems(report, name, value, `${path}.labels`, known.identity);
    for (const [name, value] of annotations) annotationProblems(report, name, value, `${path}.annotations`);
    if (patch["labels"] !== undefined && !isRecord(patch["labels"])) return;
    if (patch["annotations"] !== undefined && !isRecord(patch["annotations"])) return;
    if (labels.length + annotations.length > 0) return;
    report.add("patch/empty", path, "a patch sets labels or annotations", patch, example);
  });
}

function selectionProblems(
  report: Report,
  selected: unknown,
  path: string,
  { services, identity }: { readonly services: readonly string[]; readonly identity: readonly string[] },
): void {
  if (!isRecord(selected)) {
    report.add("patch/selected", path, "the first argument says which alerts are meant", selected, example);
    return;
  }
  report.unknownKeys(selected, path, ["alert", "service", "labels"]);
  const { alert, service } = selected as { readonly alert?: unknown; readonly service?: unknown };
  const names: readonly string[] = Object.values(alertNames);
  if (!names.some((name) => name === alert)) {
    const rule = "only alerts that Signalbox writes are patched; rule files of your own are shipped unchanged";
    const meant = nearestName(String(alert), names) ?? "CpuThrottled";
    report.add("patch/alert", `${path}.alert`, rule, alert, `alert: ${JSON.stringify(meant)}`);
  }
  if (service !== undefined && !services.some((name) => name === service)) {
    const meant = nearestName(String(service), services) ?? services[0] ?? "shop";
    const rule = "this service is not in services";
    report.add("patch/service", `${path}.service`, rule, service, `service: ${JSON.stringify(meant)}`);
  }
  const set = [...selecting, ...identity];
  for (const [name, value] of textsOf(report, selected["labels"], `${path}.labels`)) {
    const at = joinPath(`${path}.labels`, name);
    if (set.includes(name)) {
      report.text(value, at, `${name}: "..."`);
      continue;
    }
    const meant = nearestName(name, set);
    const correction = meant === undefined ? `one of ${set.join(", ")}` : `${meant}: ${JSON.stringify(value)}`;
    report.add("patch/selected", at, "no generated rule sets this label", name, correction);
  }
}

function labelProblems(report: Report, name: string, value: unknown, path: string, identity: readonly string[]): void {
  const at = joinPath(path, name);
  const owned = ownedOf(name, identity);
  if (owned !== undefined) {
    report.add("patch/label-owned", at, owned[0], value, owned[1]);
    return;
  }
  if (!isPatchable(report, name, value, at) || !value.includes("{{")) return;
  const rule = "labels of patches are plain texts: with a template every new value would be a new alert";
  report.add("patch/label-template", at, rule, value, `${name}: "capacity"`);
}

function annotationProblems(report: Report, name: string, value: unknown, path: string): void {
  const at = joinPath(path, name);
  if (!isPatchable(report, name, value, at) || !value.includes("{{")) return;
  const rule = "annotations of patches are plain texts, so that cases and promtool can tell what an alert says";
  report.add("patch/annotation-template", at, rule, value, `${name}: "Ask #capacity first."`);
}

/** Whether Prometheus takes the name, and the value is a text. */
function isPatchable(report: Report, name: string, value: unknown, path: string): value is string {
  const isName = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
  const isOurs = !name.startsWith("__");
  if (!isName || !isOurs) {
    const rule = isName
      ? "names that begin with two underscores belong to Prometheus"
      : "a name is letters, digits and underscores, and does not begin with a digit";
    const written = name.replace(/[^a-zA-Z0-9_]/g, "_").replace(/^(?:__+|(?=\d))/, "own_");
    report.add("patch/name", path, rule, name, `${written === "" ? "area" : written}: ...`);
  }
  const meant = typeof value === "number" || typeof value === "boolean" ? String(value) : "capacity";
  return report.text(value, path, `${isName ? name : "area"}: "${meant}"`);
}

function ownedOf(label: string, identity: readonly string[]): Owned | undefined {
  if (Object.hasOwn(ownedLabels, label)) return ownedLabels[label];
  if (!identity.includes(label)) return undefined;
  return ["labels of the identity come from the series", `another name: own_${label}: ...`];
}

function textsOf(report: Report, texts: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (texts === undefined) return [];
  if (isRecord(texts)) return Object.entries(texts);
  const key = path.split(".").at(-1) ?? "labels";
  const correction =
    key === "annotations" ? 'annotations: { note: "Ask #capacity first." }' : 'labels: { area: "capacity" }';
  report.add("patch/texts", path, "names and texts are needed", texts, correction);
  return [];
}
