import type { RouteResult } from "../../alerts/index.ts";
import { oneLine } from "./one-line.ts";

/** Results of the routing tests for people: what failed and why, then the count; empty when a config has none. */
export function routeTestText(results: readonly RouteResult[]): string {
  if (results.length === 0) return "";
  const failed = results.filter(({ passed }) => !passed);
  const lines = [
    ...failed.map(
      ({ test, why }) => `failed: ${labelsInWords(test.alert)} should reach ${receiversInWords(test.reaches)}: ${why}`,
    ),
    `${results.length} routes: ${failed.length === 0 ? "all passed" : `${failed.length} failed`}.`,
  ];
  return `${lines.map(oneLine).join("\n")}\n`;
}

function labelsInWords({ alertname = "an alert", ...labels }: Readonly<Record<string, string>>): string {
  const others = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return others.length === 0 ? alertname : `${alertname} (${others.join(", ")})`;
}

function receiversInWords(names: readonly string[]): string {
  return names.length === 0 ? "nobody" : names.join(" and ");
}
