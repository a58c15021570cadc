import { isRecord, joinPath, nearestName, type Report } from "@signalbox/contract";
import { receiverProblems } from "../receiver-rules.ts";
import { writtenSecrets } from "../written-secrets.ts";
import { officeHoursProblems } from "./office-hours-rules.ts";
import { type RouteSurroundings, routeProblems } from "./route-rules.ts";
import { routeTestProblems } from "./route-test-rules.ts";
import { receiverNames } from "./routing.ts";

const modes = ["labelsOnly", "alertmanagerConfig", "alertmanager"];
const strategies = ["OnNamespace", "OnNamespaceExceptForAlertmanagerNamespace", "None"];

const keysOf: Readonly<Record<string, readonly string[]>> = {
  labelsOnly: ["mode", "tests"],
  alertmanagerConfig: ["mode", "tests", "matcherStrategy", "officeHours", "deadMansSwitch", "platform"],
  alertmanager: [
    ...["mode", "tests", "officeHours", "deadMansSwitch", "otherwise", "routes", "receivers", "inhibitRules"],
    ...["timeIntervals", "global", "templates", "secretsFolder"],
  ],
};

/** Problems of the routing, and of what the chosen mode cannot do with teams and identity. */
export function routingProblems(report: Report, definition: Record<string, unknown>): void {
  const { routing = { mode: "labelsOnly" }, teams } = definition as { routing?: unknown; teams?: unknown };
  const mode = isRecord(routing) ? routing["mode"] : undefined;
  if (!isRecord(routing) || typeof mode !== "string" || !modes.includes(mode)) {
    const meant = typeof mode === "string" ? nearestName(mode, modes) : undefined;
    const rule = `the mode is ${modes.join(", ")}`;
    report.add("config/routing-mode", "routing.mode", rule, mode, `routing: { mode: "${meant ?? "labelsOnly"}" }`);
    return;
  }
  report.unknownKeys(routing, "routing", keysOf[mode] ?? []);
  const owners = isRecord(teams) ? teams : {};
  for (const name of ["deadMansSwitch", "otherwise"]) {
    if (routing[name] !== undefined) receiverProblems(report, `routing.${name}`, routing[name]);
  }
  officeHoursProblems(report, routing["officeHours"], mode);
  if (mode === "alertmanagerConfig") configProblems(report, routing, definition);
  const surroundings = mode === "alertmanager" ? fileProblems(report, routing, owners) : undefined;
  if (mode !== "labelsOnly") formProblems(report, owners, routing, mode);
  const known = surroundings?.receivers ?? teamReceivers(owners, routing);
  const foreign = mode === "alertmanagerConfig" ? platformReceivers(routing["platform"]) : [];
  routeTestProblems(report, routing["tests"], [...known, ...foreign]);
}

/** What the operator would refuse, or do to alerts without the namespace that it adds to every matcher. */
function configProblems(report: Report, routing: Record<string, unknown>, definition: Record<string, unknown>): void {
  const { matcherStrategy = "OnNamespace" } = routing as { matcherStrategy?: unknown };
  if (typeof matcherStrategy !== "string" || !strategies.includes(matcherStrategy)) {
    const correction = `matcherStrategy: "${nearestName(String(matcherStrategy), strategies) ?? "OnNamespace"}"`;
    report.add(
      "config/matcher-strategy",
      "routing.matcherStrategy",
      `the strategy is ${strategies.join(", ")}`,
      matcherStrategy,
      correction,
    );
    return;
  }
  const { identity = ["namespace", "job"] } = definition as { identity?: unknown };
  if (matcherStrategy !== "None" && Array.isArray(identity) && !identity.includes("namespace")) {
    const rule = "the operator adds namespace to every matcher, and without it in identity alerts have no such label";
    const correction = `identity: ${JSON.stringify(["namespace", ...identity])}, or matcherStrategy: "None"`;
    report.add("config/routing-namespace", "identity", rule, identity, correction);
  }
  if (matcherStrategy === "OnNamespace" && routing["deadMansSwitch"] !== undefined) {
    const rule = "the Watchdog has no namespace, so no AlertmanagerConfig can route it with this strategy";
    const correction = 'matcherStrategy: "OnNamespaceExceptForAlertmanagerNamespace", set in the Alertmanager too';
    report.add("config/dead-mans-switch", "routing.deadMansSwitch", rule, matcherStrategy, correction);
  }
  const { platform } = routing as { platform?: unknown };
  if (platform === undefined) return;
  writtenSecrets(report, "routing.platform", platform);
  if (!isRecord(platform) || !isRecord(platform["route"]) || !Array.isArray(platform["receivers"])) {
    const rule = "the platform's configuration has route and receivers";
    report.add(
      "config/platform",
      "routing.platform",
      rule,
      typeof platform,
      'platform: { route: { receiver: "null" }, receivers: [{ name: "null" }] }',
    );
    return;
  }
  routeProblems(report, "routing.platform", platform, "route", {
    receivers: platformReceivers(platform),
    intervals: namesOf(platform["time_intervals"]),
  });
}

function fileProblems(
  report: Report,
  routing: Record<string, unknown>,
  teams: Record<string, unknown>,
): RouteSurroundings {
  const extra = isRecord(routing["receivers"]) ? routing["receivers"] : {};
  shapeProblems(report, routing);
  const taken = teamReceivers(teams, routing);
  for (const [name, receiver] of Object.entries(extra)) {
    const path = joinPath("routing.receivers", name);
    receiverProblems(report, path, receiver);
    if (name.trim() === "") {
      report.add("config/receiver-name", path, "a receiver needs a name", name, "archive: webhook({ ... })");
    }
    if (!taken.includes(name)) continue;
    report.add(
      "config/receiver-twice",
      path,
      "a receiver has this name already",
      name,
      `another name, such as own-${name}`,
    );
  }
  const surroundings = {
    receivers: [...taken, ...Object.keys(extra)],
    intervals: [
      ...namesOf(routing["timeIntervals"]),
      ...(routing["officeHours"] === undefined ? [] : ["office-hours"]),
    ],
  };
  routeProblems(report, "routing", routing, "routes", surroundings);
  writtenSecrets(report, "routing.global", routing["global"]);
  const { secretsFolder } = routing as { secretsFolder?: unknown };
  if (secretsFolder !== undefined && !(typeof secretsFolder === "string" && secretsFolder.startsWith("/"))) {
    report.add(
      "config/secrets-folder",
      "routing.secretsFolder",
      "the folder is an absolute path",
      secretsFolder,
      '"/etc/alertmanager/secrets"',
    );
  }
  return surroundings;
}

/** What is no object or no list where one is needed; what stands there is not shown, because receivers have secrets. */
function shapeProblems(report: Report, { receivers, global, templates }: Record<string, unknown>): void {
  for (const [name, value, example] of [
    ["receivers", receivers, "receivers: { archive: webhook({ ... }) }"],
    ["global", global, 'global: { resolve_timeout: "5m" }'],
  ] as const) {
    if (value === undefined || isRecord(value)) continue;
    report.add("config/routing-shape", `routing.${name}`, "an object is needed", typeof value, example);
  }
  if (templates === undefined || (Array.isArray(templates) && templates.every((path) => typeof path === "string")))
    return;
  const correction = 'templates: ["/etc/alertmanager/templates/*.tmpl"]';
  report.add("config/routing-shape", "routing.templates", "a list of paths is needed", templates, correction);
}

/** Receivers that the chosen output cannot express. */
function formProblems(
  report: Report,
  teams: Record<string, unknown>,
  routing: Record<string, unknown>,
  mode: string,
): void {
  const extra = isRecord(routing["receivers"]) ? routing["receivers"] : {};
  const used: readonly (readonly [string, unknown])[] = [
    ...Object.entries(teams).flatMap(([team, owner]) =>
      isRecord(owner)
        ? ["page", "ticket"].map((urgency) => [`${joinPath("teams", team)}.${urgency}`, owner[urgency]] as const)
        : [],
    ),
    ...["deadMansSwitch", "otherwise"].map((name) => [`routing.${name}`, routing[name]] as const),
    ...Object.entries(extra).map(([name, receiver]) => [joinPath("routing.receivers", name), receiver] as const),
  ];
  for (const [path, receiver] of used) {
    if (!isRecord(receiver)) continue;
    if (
      receiver["kind"] === "raw" &&
      !isRecord(receiver[mode]) &&
      (isRecord(receiver["alertmanager"]) || isRecord(receiver["alertmanagerConfig"]))
    ) {
      report.add(
        "config/raw-receiver",
        path,
        `a raw receiver needs its form for the mode ${mode}`,
        Object.keys(receiver),
        `${mode}: { ... }`,
      );
    }
    if (mode !== "alertmanagerConfig") continue;
    for (const [field, source] of Object.entries(receiver)) {
      if (!field.endsWith("From") || !isRecord(source) || source["file"] === undefined) continue;
      const rule = "an AlertmanagerConfig reads secrets from Secrets, not from files";
      report.add(
        "config/secret-file",
        joinPath(path, field),
        rule,
        source["file"],
        `${field}: { secret: "name", key: "key" }`,
      );
    }
  }
}

function teamReceivers(teams: Record<string, unknown>, routing: Record<string, unknown>): readonly string[] {
  return [
    receiverNames.nobody,
    ...(routing["otherwise"] === undefined ? [] : [receiverNames.otherwise]),
    ...(routing["deadMansSwitch"] === undefined ? [] : [receiverNames.deadMansSwitch]),
    ...Object.entries(teams).flatMap(([team, owner]) => [
      ...(isRecord(owner) && owner["page"] !== undefined ? [receiverNames.page(team)] : []),
      receiverNames.ticket(team),
    ]),
  ];
}

function platformReceivers(platform: unknown): readonly string[] {
  return isRecord(platform) ? namesOf(platform["receivers"]) : [];
}

function namesOf(list: unknown): readonly string[] {
  return Array.isArray(list)
    ? list.flatMap((item) => (isRecord(item) && typeof item["name"] === "string" ? [item["name"]] : []))
    : [];
}
