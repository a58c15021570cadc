import { isRecord, joinPath, type Report } from "./report.ts";

/** Reports what keeps a section from being exposed: metrics of the same names, or an HTTP family that the exporter does not emit. */
export function ownNameCollisions(
  report: Report,
  section: "dependencies" | "work",
  ownNames: readonly string[],
  definition: Record<string, unknown>,
): void {
  const { http, metrics } = definition as { http?: unknown; metrics?: unknown };
  if (isRecord(http) && http["indicatorSource"] === "statusCodes") {
    const rule = `${section} are counted by our exporter, which does not instrument a service with this HTTP family`;
    report.add("service/exporter-needed", section, rule, http["preset"], `leave out http or ${section}`);
  }
  const exposed = ownNames.flatMap((name) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]);
  for (const name of Object.keys(isRecord(metrics) ? metrics : {})) {
    if (!exposed.includes(name)) continue;
    const path = joinPath("metrics", name);
    report.add("metric/collision", path, `the exporter exposes this name for ${section}`, name, "another name");
  }
}
