import { isRecord, type Report } from "@signalbox/contract";
import type { ServiceObjectives } from "./objectives.ts";

/** Days of history that `stopped()` needs: two weeks, and the hours around the time that it compares. */
const stoppedDays = 15;

/** Problems of `stopped()` where Prometheus forgets before there are two weeks to compare with. */
export function businessHistoryProblems(
  report: Report,
  profile: unknown,
  services: readonly ServiceObjectives[],
): void {
  const { retentionDays, longTermSource } = isRecord(profile) ? profile : {};
  if (!(Number(retentionDays) < stoppedDays) || longTermSource !== undefined) return;
  services.forEach(({ service, symptoms }, index) => {
    const counters = (symptoms?.business ?? []).filter(({ alert }) => alert.kind === "stopped");
    if (counters.length === 0) return;
    report.add(
      "config/business-history",
      `services[${index}].business`,
      `stopped() of ${service.name} compares with two weeks, Prometheus keeps ${retentionDays} days, so it would never fire`,
      counters.map(({ counter }) => counter),
      `retentionDays: ${stoppedDays} or more once the server keeps them, or threshold() instead`,
    );
  });
}

/** Problems of the alerts about Prometheus itself: their team is one of the config. */
export function platformProblems(report: Report, profile: unknown, teams: unknown): void {
  const platform = isRecord(profile) ? profile["platformAlerts"] : undefined;
  if (platform === undefined) return;
  if (isRecord(platform)) report.unknownKeys(platform, "prometheus.platformAlerts", ["team"]);
  const team = isRecord(platform) ? platform["team"] : undefined;
  if (typeof team === "string" && isRecord(teams) && Object.hasOwn(teams, team)) return;
  const known = Object.keys(isRecord(teams) ? teams : {});
  const rule = "the alerts about Prometheus itself tell a team of teams";
  const correction = `platformAlerts: { team: ${JSON.stringify(known[0] ?? "platform")} }`;
  report.add("config/platform-team", "prometheus.platformAlerts.team", rule, team, correction);
}
