import { isRecord, joinPath, nearestName, type Report } from "@signalbox/contract";
import { ownPanelProblems } from "./own-panel-rules.ts";

/** Problems of what a team brings along: rule files, rows on boards, and metrics of other exporters. */
export function additionProblems(
  report: Report,
  { rules, boards, externalMetrics }: Record<string, unknown>,
  services: readonly string[],
): void {
  listOf(report, "rules", rules, 'rules: [rawRules("rules/legacy.rules.yaml")]').forEach((file, index) => {
    const path = `rules[${index}]`;
    const correction = 'rawRules("rules/legacy.rules.yaml")';
    if (isRecord(file)) report.text(file["path"], `${path}.path`, correction);
    else report.add("config/rules", path, "a rule file comes from rawRules()", file, correction);
  });
  listOf(report, "boards", boards, 'boards: [onBoard(shop, [row("Stock", [...])])]').forEach((board, index) => {
    boardProblems(report, `boards[${index}]`, board, services);
  });
  metricProblems(report, externalMetrics);
}

function listOf(report: Report, path: string, value: unknown, correction: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  report.add("config/list", path, "a list is needed", value, correction);
  return [];
}

function boardProblems(report: Report, path: string, board: unknown, services: readonly string[]): void {
  const correction = (name: string): string => `onBoard(${name}, [row("Stock", [timeseries({ ... })])])`;
  if (!isRecord(board)) {
    report.add("config/board", path, "own rows come from onBoard()", board, correction(services[0] ?? "shop"));
    return;
  }
  report.unknownKeys(board, path, ["service", "rows"]);
  const { service, rows } = board as { readonly service?: unknown; readonly rows?: unknown };
  if (typeof service !== "string") {
    const rule = "the first argument of onBoard() comes from defineService";
    report.add("config/board", joinPath(path, "service"), rule, service, correction(services[0] ?? "shop"));
  } else if (!services.includes(service)) {
    const meant = nearestName(service, services) ?? services[0] ?? "shop";
    report.add(
      "config/board",
      joinPath(path, "service"),
      "this service is not in services",
      service,
      correction(meant),
    );
  }
  if (!Array.isArray(rows)) {
    report.add("config/board-rows", `${path}.rows`, "a list of rows is needed", rows, 'row("Stock", [...])');
    return;
  }
  rows.forEach((row: unknown, index) => {
    rowProblems(report, `${path}.rows[${index}]`, row);
  });
}

function rowProblems(report: Report, path: string, row: unknown): void {
  const correction = 'row("Stock", [timeseries({ ... })])';
  const panels = isRecord(row) ? row["panels"] : undefined;
  if (!isRecord(row) || !Array.isArray(panels)) {
    report.add("config/board-rows", path, "a row comes from row(), with a title and a list of panels", row, correction);
    return;
  }
  report.text(row["title"], `${path}.title`, correction);
  panels.forEach((panel: unknown, index) => {
    ownPanelProblems(report, `${path}.panels[${index}]`, panel);
  });
}

function metricProblems(report: Report, metrics: unknown): void {
  if (metrics === undefined) return;
  const correction = 'externalMetrics: { redis_up: ["instance"] }';
  if (!isRecord(metrics)) {
    const rule = "metrics of other exporters are an object, with the list of labels of each";
    report.add("config/external-metrics", "externalMetrics", rule, metrics, correction);
    return;
  }
  for (const [name, labels] of Object.entries(metrics)) {
    const path = joinPath("externalMetrics", name);
    if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) {
      const rule = "a metric's name is letters, digits, underscores and colons, and does not begin with a digit";
      report.add("config/external-metrics", path, rule, name, correction);
    }
    const isLabel = (label: unknown): boolean => typeof label === "string" && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label);
    if (Array.isArray(labels) && labels.every(isLabel)) continue;
    report.add("config/external-metrics", path, "a list of label names is needed", labels, correction);
  }
}
