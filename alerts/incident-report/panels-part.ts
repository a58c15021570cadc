import { substituteVariables } from "../../queries/index.ts";
import { boardUrl } from "../links.ts";
import { code } from "../runbooks/prose.ts";
import { type Incident, type IncidentPanel, incidentWindow } from "./incident.ts";

/** Every panel of the board with its queries, which Prometheus takes as they stand, and a link that shows it for that time. */
export function panelsPart(incident: Incident): readonly string[] {
  const rows = [...new Set(incident.panels.map(({ row }) => row))];
  return [
    "## What the board showed",
    ...rows.flatMap((row) => [
      `### ${row}`,
      ...incident.panels.filter((panel) => panel.row === row).flatMap((panel) => panelPart(panel, incident)),
    ]),
  ];
}

function panelPart(panel: IncidentPanel, incident: Incident): readonly string[] {
  const url = panelAddress(panel, incident);
  const title = url === undefined ? panel.title : `[${panel.title}](${url})`;
  return [title, code("promql", panel.queries.map((query) => askedThen(query, incident)).join("\n\n"))];
}

/** A query with the values that Grafana would put for its variables: the place of the incident, and its length. */
export function askedThen(query: string, incident: Incident): string {
  const ranged = query.replaceAll(/\$__range\b|\$\{__range\}/g, incidentWindow(incident));
  return substituteVariables(ranged, boardValues(incident)).expression;
}

/** The address of one panel for the time of the incident; undefined where the config has no Grafana. */
export function panelAddress({ id }: Pick<IncidentPanel, "id">, incident: Incident): string | undefined {
  const { objectives, config, fromSeconds, toSeconds } = incident;
  const values = boardValues(incident);
  return boardUrl(objectives.service, config, (label) => values[label], {
    panel: id,
    from: String(fromSeconds * 1000),
    to: String(toSeconds * 1000),
  });
}

/** The values of the board's variables that the environment decides. */
export function boardValues({ environment }: Pick<Incident, "environment">): Readonly<Record<string, string>> {
  return { namespace: environment.namespace, env: environment.name, environment: environment.name };
}
