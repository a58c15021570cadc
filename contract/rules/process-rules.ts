import { type ProcessPreset, processMetricsOf } from "../process-metrics.ts";
import { isRecord, joinPath, type Report } from "./report.ts";

const presets: readonly ProcessPreset[] = ["standard", "promClient", "none"];

/** Problems of the preset of process metrics, and of metrics of the business that have the name of one of them. */
export function processProblems(
  report: Report,
  definition: Record<string, unknown>,
  metrics: Record<string, unknown>,
): void {
  const { process } = definition;
  const preset = presets.find((known) => known === (process ?? "standard"));
  if (preset === undefined) {
    report.add("process/preset", "process", `process is one of ${presets.join(", ")}`, process, 'process: "standard"');
    return;
  }
  const ours = !isRecord(definition["http"]) || definition["http"]["indicatorSource"] === "events";
  if (!ours && process === "standard") {
    report.add(
      "process/not-ours",
      "process",
      "the standard process metrics come from our exporter, which does not run in a service with promClient()",
      process,
      'process: "promClient", or leave it out',
    );
  }
  if (!ours && process === undefined) return;
  const taken = new Set(processMetricsOf(preset, ours).map(({ name }) => name));
  for (const name of Object.keys(metrics)) {
    if (!taken.has(name)) continue;
    const rule = `the process metrics (process: "${preset}") have this name`;
    report.add("metric/process-name", joinPath("metrics", name), rule, name, 'another name, or process: "none"');
  }
}
