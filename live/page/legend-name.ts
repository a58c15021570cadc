/**
 * The name of a series: Grafana's `{{label}}` template filled in, or, without one, the labels as PromQL writes them.
 * @param template `legendFormat` of the query; empty and `__auto` mean none
 */
export function legendName(labels: Readonly<Record<string, string>>, template: string | undefined): string {
  if (template === undefined || template === "" || template === "__auto") return automaticName(labels);
  const name = template.replace(/\{\{\s*(.+?)\s*\}\}/g, (_whole, label: string) => labels[label] ?? "").trim();
  return name === "" ? automaticName(labels) : name;
}

function automaticName(labels: Readonly<Record<string, string>>): string {
  const { __name__: metric = "", ...others } = labels;
  const pairs = Object.entries(others).map(([label, value]) => `${label}="${value}"`);
  if (pairs.length === 0) return metric === "" ? "value" : metric;
  return `${metric}{${pairs.join(", ")}}`;
}
