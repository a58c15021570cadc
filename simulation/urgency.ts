import type { Config, Urgency } from "../config/index.ts";

/** The urgency that the label `severity` stands for in the config; undefined for any other severity. */
export function urgencyOf(labels: Readonly<Record<string, string>>, config: Config): Urgency | undefined {
  return (["page", "ticket"] as const).find((urgency) => config.severity[urgency] === labels["severity"]);
}
