import type { Config } from "../../config/index.ts";
import { bullets, code, wrapped } from "./prose.ts";
import type { SilencedLabels } from "./silenced-labels.ts";

/** How to silence the alerts with some labels for two hours: a command, and the form where the config knows Alertmanager. */
export function silencing(labels: readonly SilencedLabels[], config: Config): string {
  const [first, ...others] = labels;
  if (first === undefined) return "";
  const address = config.alertmanagerUrl ?? "$ALERTMANAGER_URL";
  const forms = labels.flatMap((one) => {
    const url = silenceUrl(one, config);
    return url === undefined ? [] : [`[${inWords(one)}](${url})`];
  });
  const command = code(
    "sh",
    [
      `amtool silence add --alertmanager.url="${address}" \\`,
      '  --duration=2h --author="$USER" --comment="why, and what ends it" \\',
      lastLine(first),
    ].join("\n"),
  );
  const placeholders = Object.values(first).filter((value) => value.startsWith("<"));
  return [
    command,
    ...(placeholders.length === 0
      ? []
      : [
          wrapped(`Write the alert's own value in the place of ${placeholders.map((one) => `\`${one}\``).join(", ")}.`),
        ]),
    ...(others.length === 0
      ? []
      : [wrapped("For another one, the last line is one of these:"), code("sh", others.map(lastLine).join("\n"))]),
    ...(forms.length === 0 ? [] : ["In Alertmanager, with an end:", bullets(forms)]),
  ].join("\n\n");
}

/** The address of Alertmanager's form for a silence, filled in; undefined where the config does not know Alertmanager. */
function silenceUrl(labels: SilencedLabels, config: Config): string | undefined {
  if (config.alertmanagerUrl === undefined) return undefined;
  const matchers = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${config.alertmanagerUrl}/#/silences/new?filter=${encodeURIComponent(`{${matchers.join(", ")}}`)}`;
}

/** Matchers as amtool and a shell take them, without quotes where the values are plain. */
function lastLine(labels: SilencedLabels): string {
  const matchers = Object.entries(labels).map(([label, value]) =>
    /^[\w.-]+$/.test(value) ? `${label}=${value}` : `'${label}=${JSON.stringify(value)}'`,
  );
  return `  ${matchers.join(" ")}`;
}

function inWords(labels: SilencedLabels): string {
  return Object.entries(labels)
    .filter(([label, value]) => label !== "alertname" && !value.startsWith("<"))
    .map(([, value]) => value)
    .join(" ");
}
