import type { AlertState } from "./page/wire.ts";

/** What began to fire and what ended between two rounds, one line each. */
export function alertChanges(before: readonly AlertState[], after: readonly AlertState[]): readonly string[] {
  const [old, now] = [before.filter(isFiring), after.filter(isFiring)];
  const began = now.filter(({ key }) => !old.some((alert) => alert.key === key));
  const ended = old.filter(({ key }) => !now.some((alert) => alert.key === key));
  return [
    ...began.map((alert) => `${titleOf(alert)} fires, ${alert.receiver ? `to ${alert.receiver}` : "nobody is told"}`),
    ...ended.map((alert) => `${titleOf(alert)} is over`),
  ];
}

function isFiring({ state }: AlertState): boolean {
  return state === "firing";
}

function titleOf({ name, urgency, labels }: AlertState): string {
  const subject = [labels["job"], labels["sli"]].filter((part) => part !== undefined).join(" ");
  return `${name}${urgency ? ` (${urgency})` : ""} for ${subject === "" ? "all" : subject}`;
}
