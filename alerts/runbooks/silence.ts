import type { Config } from "../../config/index.ts";
import { code, wrapped } from "./prose.ts";

/** The labels by which an alert is silenced, and nothing else with it. */
export type SilencedLabels = Readonly<Record<string, string>>;

/** How to silence the alerts with some labels for two hours: a command, and the form where the config knows Alertmanager. */
export function silencing(labels: readonly SilencedLabels[], config: Config): string {
  const [first, ...others] = labels;
  if (first === undefined) return "";
  const forms = labels.flatMap((one) => {
    const url = silenceUrl(one, config);
    return url === undefined ? [] : [`[${inWords(one)}](${url})`];
  });
  const command = code(
    "sh",
    [
      'amtool silence add --alertmanager.url="$ALERTMANAGER_URL" \\',
      '  --duration=2h --author="$USER" --comment="why, and what ends it" \\',
      `  ${matchersOf(first).join(" ")}`,
    ].join("\n"),
  );
  return [
    command,
    ...(others.length === 0
      ? []
      : [
          wrapped(
            `Elsewhere: ${others
              .map((one) =>
                matchersOf(one)
                  .map((text) => `\`${text}\``)
                  .join(" "),
              )
              .join("; ")}.`,
          ),
        ]),
    ...(forms.length === 0 ? [] : [`In Alertmanager, with an end: ${forms.join(", ")}.`]),
  ].join("\n\n");
}

/** The address of Alertmanager's form for a silence, filled in; undefined where the config does not know Alertmanager. */
function silenceUrl(labels: SilencedLabels, config: Config): string | undefined {
  if (config.alertmanagerUrl === undefined) return undefined;
  const matchers = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${config.alertmanagerUrl}/#/silences/new?filter=${encodeURIComponent(`{${matchers.join(", ")}}`)}`;
}

/** Matchers as amtool and a shell take them without quotes where the values are plain. */
function matchersOf(labels: SilencedLabels): readonly string[] {
  return Object.entries(labels).map(([label, value]) =>
    /^[\w.-]+$/.test(value) ? `${label}=${value}` : `'${label}=${JSON.stringify(value)}'`,
  );
}

function inWords(labels: SilencedLabels): string {
  return Object.entries(labels)
    .filter(([label]) => label !== "alertname")
    .map(([, value]) => value)
    .join(" ");
}
