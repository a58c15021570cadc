import type { BacktestAlert } from "../../simulation/index.ts";

/** An alert of one of two sets of rules. */
export interface SidedAlert extends BacktestAlert {
  readonly side: "these" | "those";
}

/** Alerts of two sets of rules that belong together in time. */
export interface Episode {
  readonly fromMillis: number;
  readonly untilMillis: number;
  readonly alerts: readonly SidedAlert[];
}

/** Alerts this far apart still belong together. */
const slackMillis = 10 * 60_000;

/** Groups the alerts of two sets of rules by time: whatever overlaps, or is less than ten minutes apart, is one episode. */
export function episodes(
  these: readonly BacktestAlert[],
  those: readonly BacktestAlert[],
  endMillis: number,
): readonly Episode[] {
  const sided: readonly SidedAlert[] = [
    ...these.map((alert) => ({ ...alert, side: "these" as const })),
    ...those.map((alert) => ({ ...alert, side: "those" as const })),
  ].sort((left, right) => left.fromMillis - right.fromMillis);
  const found: { fromMillis: number; untilMillis: number; alerts: SidedAlert[] }[] = [];
  for (const alert of sided) {
    const until = alert.untilMillis ?? endMillis;
    const open = found.at(-1);
    if (open !== undefined && alert.fromMillis <= open.untilMillis + slackMillis) {
      open.alerts.push(alert);
      open.untilMillis = Math.max(open.untilMillis, until);
    } else {
      found.push({ fromMillis: alert.fromMillis, untilMillis: until, alerts: [alert] });
    }
  }
  return found;
}
