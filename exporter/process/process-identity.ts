import { LateSeries } from "./late-series.ts";
import type { ProcessParts } from "./process-part.ts";

/** When the process started, in seconds since 1970, to the millisecond. */
export function processStartSeconds(): number {
  return Math.round(Date.now() - process.uptime() * 1000) / 1000;
}

/** Sets what stays as it is while the process lives: its start and the version of Node. */
export function setProcessIdentity({ table, report }: ProcessParts): void {
  new LateSeries(table("process_start_time_seconds"), report).set(processStartSeconds());
  const [major = "", minor = "", patch = ""] = process.versions.node.split(".");
  new LateSeries(table("nodejs_version_info"), report, [process.version, major, minor, patch]).set(1);
}
