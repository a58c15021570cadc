import { isRecord, joinPath, nearestName, type Report } from "@signalbox/contract";
import { hasCredentials, writtenSecrets } from "./written-secrets.ts";

/** What each kind of receiver has: texts, secrets, and what may be left out. */
const kinds: Readonly<
  Record<
    string,
    { readonly texts: readonly string[]; readonly secrets: readonly string[]; readonly optional: readonly string[] }
  >
> = {
  pagerDuty: { texts: [], secrets: ["routingKeyFrom"], optional: [] },
  slack: { texts: ["channel"], secrets: ["urlFrom"], optional: [] },
  microsoftTeams: { texts: ["title"], secrets: ["urlFrom"], optional: [] },
  email: {
    texts: ["to", "from", "smarthost", "username"],
    secrets: ["passwordFrom"],
    optional: ["username", "passwordFrom"],
  },
  webhook: { texts: ["title"], secrets: ["urlFrom"], optional: [] },
  raw: { texts: ["title"], secrets: [], optional: [] },
};

const examples: Readonly<Record<string, string>> = {
  channel: 'channel: "#storefront"',
  title: 'title: "Opsgenie"',
  to: 'to: "storefront@example.com"',
  from: 'from: "alerts@example.com"',
  smarthost: 'smarthost: "smtp.example.com:587"',
  username: 'username: "alerts"',
};

/** Problems of one receiver. What was written in the place of a secret is never shown. */
export function receiverProblems(report: Report, path: string, receiver: unknown): void {
  const kind = isRecord(receiver) ? receiver["kind"] : undefined;
  const fields = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!isRecord(receiver) || fields === undefined) {
    const names = [...Object.keys(kinds).filter((name) => name !== "raw"), "rawReceiver"];
    const meant = typeof kind === "string" ? nearestName(kind, names) : undefined;
    const correction = `${meant ?? "pagerDuty"}({ ... })`;
    const list = `a receiver is ${names.map((name) => `${name}()`).join(", ")}`;
    report.add("config/receiver", path, list, kind ?? typeof receiver, correction);
    return;
  }
  const { texts, secrets, optional } = fields;
  const own = kind === "raw" ? ["alertmanager", "alertmanagerConfig"] : [];
  report.unknownKeys(receiver, path, ["kind", ...texts, ...secrets, ...own]);
  for (const text of texts) {
    if (receiver[text] === undefined && optional.includes(text)) continue;
    report.text(receiver[text], joinPath(path, text), examples[text] ?? `${text}: "..."`);
  }
  for (const secret of secrets) {
    if (receiver[secret] === undefined && optional.includes(secret)) continue;
    secretProblems(report, joinPath(path, secret), secret, receiver[secret]);
  }
  if (kind === "email") emailProblems(report, path, receiver);
  if (kind === "raw") rawProblems(report, path, receiver);
}

function secretProblems(report: Report, path: string, name: string, source: unknown): void {
  if (isRecord(source)) {
    report.unknownKeys(source, path, ["secret", "key", "file"]);
    const { secret, key, file } = source as { secret?: unknown; key?: unknown; file?: unknown };
    if (typeof secret === "string" && typeof key === "string" && file === undefined) {
      if (/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(secret) && /^[-._a-zA-Z0-9]{1,253}$/.test(key)) return;
      const rule = "the name of a Secret is lower-case letters, digits and hyphens, its key letters, digits, and -._";
      report.add(
        "config/secret-name",
        path,
        rule,
        "another text",
        `${name}: { secret: "pagerduty", key: "routing-key" }`,
      );
      return;
    }
    if (typeof file === "string" && file.startsWith("/") && secret === undefined && key === undefined) return;
  }
  const rule = "a secret is named, never written here";
  const correction = `${name}: { secret: "name", key: "key" } or ${name}: { file: "/etc/alertmanager/secrets/name/key" }`;
  report.add("config/secret", path, rule, typeof source, correction);
}

function emailProblems(report: Report, path: string, receiver: Record<string, unknown>): void {
  if ((receiver["username"] === undefined) !== (receiver["passwordFrom"] === undefined)) {
    const rule = "username and passwordFrom belong together";
    const missing = receiver["username"] === undefined ? "username" : "passwordFrom";
    report.add("config/email-login", path, rule, `no ${missing}`, `${missing}: ...`);
  }
  const { smarthost } = receiver;
  if (typeof smarthost !== "string" || /^[^\s@]+:\d+$/.test(smarthost)) return;
  const received = hasCredentials(smarthost, true) ? "a text with credentials" : smarthost;
  const rule = "a smarthost is host:port; who logs in stands in username and passwordFrom";
  report.add("config/smarthost", `${path}.smarthost`, rule, received, examples["smarthost"] ?? "");
}

/** The receivers of Alertmanager, as its keys in `_configs` and the operator's in `Configs` begin. */
const integrations = [
  ...["discord", "email", "incidentio", "jira", "mattermost", "msteams", "msteamsv2", "opsgenie", "pagerduty"],
  ...["pushover", "rocketchat", "slack", "sns", "telegram", "victorops", "webex", "webhook", "wechat"],
];

function rawProblems(report: Report, path: string, receiver: Record<string, unknown>): void {
  const forms = [receiver["alertmanager"], receiver["alertmanagerConfig"]];
  if (forms.every((form) => form === undefined)) {
    const correction =
      'alertmanager: { opsgenie_configs: [{ api_key_file: "/etc/alertmanager/secrets/opsgenie/key" }] }';
    report.add("config/raw-receiver", path, "a raw receiver has lists of configs", "none", correction);
  }
  for (const form of ["alertmanager", "alertmanagerConfig"]) {
    const lists = receiver[form];
    if (lists === undefined) continue;
    const ending = form === "alertmanager" ? "_configs" : "Configs";
    listProblems(report, joinPath(path, form), lists, ending, `{ opsgenie${ending}: [{ ... }] }`);
  }
}

function listProblems(report: Report, path: string, lists: unknown, ending: string, example: string): void {
  if (!isRecord(lists) || Object.keys(lists).length === 0) {
    const rule = `each key ends in ${ending} and holds a list`;
    report.add("config/raw-receiver", path, rule, isRecord(lists) ? {} : typeof lists, example);
    return;
  }
  const keys = integrations.map((name) => name + ending);
  report.unknownKeys(lists, path, keys);
  for (const [key, list] of Object.entries(lists)) {
    if (!keys.includes(key)) continue;
    if (Array.isArray(list) && list.length > 0 && list.every(isRecord)) continue;
    const rule = "a list of objects is needed, at least one, or nobody is told";
    const received = Array.isArray(list) ? `a list of ${list.length}` : typeof list;
    report.add("config/raw-receiver", joinPath(path, key), rule, received, `${key}: [{ ... }]`);
  }
  writtenSecrets(report, path, lists);
}
