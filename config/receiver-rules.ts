import { isRecord, joinPath, nearestName, type Report } from "@signalbox/contract";
import { writtenSecrets } from "./written-secrets.ts";

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
  if (typeof receiver["smarthost"] === "string" && !/^\S+:\d+$/.test(receiver["smarthost"])) {
    report.add(
      "config/smarthost",
      `${path}.smarthost`,
      "a smarthost is host:port",
      receiver["smarthost"],
      examples["smarthost"] ?? "",
    );
  }
}

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
    if (isRecord(lists) && Object.entries(lists).every(([key, list]) => key.endsWith(ending) && Array.isArray(list))) {
      writtenSecrets(report, joinPath(path, form), lists);
    } else {
      const rule = `each key ends in ${ending} and holds a list`;
      report.add(
        "config/raw-receiver",
        joinPath(path, form),
        rule,
        keysOf(lists),
        `${form}: { opsgenie${ending}: [{ ... }] }`,
      );
    }
  }
}

function keysOf(value: unknown): unknown {
  return isRecord(value) ? Object.keys(value) : typeof value;
}
