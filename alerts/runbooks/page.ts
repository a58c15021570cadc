import type { Config } from "../../config/index.ts";
import type { Runbook, RunbookQuestion } from "../runbook.ts";
import { withWholeCommands } from "./commands.ts";
import { bullets, code, numbered, wrapped } from "./prose.ts";
import type { ServicePart } from "./service-part.ts";
import { silencing } from "./silence.ts";

/**
 * A runbook page in Markdown: what the alert means, how to confirm it, usual causes, first actions, how to silence it, when it
 * ends by itself, and who is told. A page about no service has no parts, and says nothing of silences. Prose is wrapped at 80 columns, so that it reads in a terminal as on GitHub.
 */
export function runbookPage(page: Runbook, parts: readonly ServicePart[], config: Config): string {
  const { causes = [] } = page;
  const namespaces = parts.flatMap(({ silenced }) => silenced.flatMap((labels) => labels["namespace"] ?? []));
  const steps = (texts: readonly string[]): string =>
    numbered(texts.map((text) => withWholeCommands(text, namespaces)));
  return [
    `# ${page.alert}`,
    wrapped(page.meaning),
    "## How to confirm it",
    steps(page.look),
    ...parts.flatMap(confirming),
    ...(causes.length === 0 ? [] : ["## Usual causes", bullets(causes)]),
    "## First actions",
    steps(page.act),
    ...silencingOf(parts, config),
    "## When it ends by itself",
    wrapped(page.ends),
    ...toldOf(parts),
  ]
    .join("\n\n")
    .concat("\n");
}

function confirming(part: ServicePart): readonly string[] {
  const links = part.links.length === 0 ? [] : [`Look at ${part.links.join(", ")}.`];
  return [
    `### ${part.service.name}`,
    ...links,
    ...[...new Set(part.questions.map(({ title }) => title))].flatMap((title) => [
      wrapped(`${title}:`),
      code(
        "promql",
        part.questions
          .filter((question) => question.title === title)
          .map(asked)
          .join("\n\n"),
      ),
    ]),
  ];
}

function asked({ note, expression }: RunbookQuestion): string {
  return note === undefined ? expression : `# ${note}\n${expression}`;
}

function silencingOf(parts: readonly ServicePart[], config: Config): readonly string[] {
  if (parts.length === 0) return [];
  return [
    "## How to silence it",
    wrapped(
      "Only while somebody works on it, and always with an end: a silence without one hides the next outage. What an alert holds back stays held back while it is silenced.",
    ),
    ...parts.flatMap((part) => [...nameOf(part, parts), silencing(part.silenced, config)]),
  ];
}

function toldOf(parts: readonly ServicePart[]): readonly string[] {
  if (parts.length === 0) return [];
  const told = parts.map(
    ({ service, told: by }) => `${service.name}, team ${service.team}: ${by.join("; ") || "nobody"}`,
  );
  return ["## Who is told", bullets(told)];
}

/** The name of a service, where a page has several. */
function nameOf({ service }: ServicePart, parts: readonly ServicePart[]): readonly string[] {
  return parts.length === 1 ? [] : [`${service.name}:`];
}
