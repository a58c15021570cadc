import type { Config, Receiver, Urgency } from "../config/index.ts";

/** The receiver of a team for an urgency; undefined when the team is unknown or takes no pages. */
export function receiverFor(config: Config, team: string, urgency: Urgency): Receiver | undefined {
  return Object.hasOwn(config.teams, team) ? config.teams[team]?.[urgency] : undefined;
}

/** The receiver that an alert with these labels leads to, by its `team` and `severity`; undefined when nobody is told. */
export function receiverOf(config: Config, labels: Readonly<Record<string, string>>): Receiver | undefined {
  const urgencies = ["page", "ticket"] as const;
  const urgency = urgencies.find((candidate) => config.severity[candidate] === labels["severity"]);
  return urgency === undefined ? undefined : receiverFor(config, labels["team"] ?? "", urgency);
}
