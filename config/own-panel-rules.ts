import { isRecord, nearestName, type Report } from "@signalbox/contract";

const correction =
  'timeseries({ title: "Orders", description: "What is bought.", unit: "short", queries: [{ expression: "..." }] })';

/** Problems of the shape of a panel of one's own. Whether it says enough, and asks for what exists, is for `signalbox check`. */
export function ownPanelProblems(report: Report, path: string, panel: unknown): void {
  const kinds = ["timeseries", "stat", "raw"];
  const kind = isRecord(panel) ? panel["kind"] : undefined;
  if (!isRecord(panel) || typeof kind !== "string" || !kinds.includes(kind)) {
    const meant = typeof kind === "string" ? nearestName(kind, kinds) : undefined;
    const fix = meant === undefined || meant === "raw" ? correction : `${meant}({ ... })`;
    report.add("config/panel", path, "a panel is timeseries(), stat() or rawPanel()", panel, fix);
    return;
  }
  if (kind === "raw") {
    report.unknownKeys(panel, path, ["kind", "panel"]);
    if (isRecord(panel["panel"])) return;
    const fix = 'rawPanel({ type: "gauge", title: "...", targets: [...] })';
    report.add("config/panel", `${path}.panel`, "a panel as Grafana exports it is an object", panel["panel"], fix);
    return;
  }
  report.unknownKeys(panel, path, ["kind", "title", "description", "unit", "queries"]);
  report.text(panel["title"], `${path}.title`, 'title: "Orders"');
  for (const key of ["description", "unit"]) {
    if (typeof panel[key] === "string") continue;
    report.add("config/panel", `${path}.${key}`, "a text is needed", panel[key], correction);
  }
  const { queries } = panel;
  if (!Array.isArray(queries) || queries.length === 0) {
    report.add("config/panel", `${path}.queries`, "a panel has at least one query", queries, correction);
    return;
  }
  queries.forEach((query: unknown, index) => {
    queryProblems(report, `${path}.queries[${index}]`, query);
  });
}

function queryProblems(report: Report, path: string, query: unknown): void {
  if (!isRecord(query)) {
    const fix = '{ expression: "sum(rate(...))" }';
    report.add("config/panel", path, "a query is an object with its expression", query, fix);
    return;
  }
  report.unknownKeys(query, path, ["expression", "legend"]);
  report.text(query["expression"], `${path}.expression`, 'expression: "sum(rate(...))"');
  const { legend } = query;
  if (legend === undefined || typeof legend === "string") return;
  report.add("config/panel", `${path}.legend`, "a legend is a text", legend, 'legend: "{{category}}"');
}
