import { recordedSeries } from "@signalbox/contract";

/** A compared quantity in words, with Grafana's id of its unit. */
export interface ConditionWords {
  readonly title: string;
  readonly unit: string;
}

const errorRatio = new RegExp(`^${recordedSeries.errorRatio("5m").replace("5m", "")}(\\w+)\\{[^}]*\\}$`);
const badEvents = new RegExp(`${recordedSeries.badEvents}\\{[^}]*\\}\\[(\\w+)`);
const badMinutes = new RegExp(`${recordedSeries.badMinute}\\{[^}]*\\}\\[(\\w+)`);

/** What the left side of a comparison is; the expression without its label matchers where it is none of ours. */
export function conditionWords(expression: string): ConditionWords {
  const text = expression.replace(/\s+/g, " ").trim();
  const ratioWindow = errorRatio.exec(text)?.[1];
  if (ratioWindow !== undefined) return { title: `error ratio over ${ratioWindow}`, unit: "percentunit" };
  const countWindow = badEvents.exec(text)?.[1];
  if (countWindow !== undefined) return { title: `bad events in ${countWindow}`, unit: "short" };
  const minutesWindow = badMinutes.exec(text)?.[1];
  if (minutesWindow !== undefined) return { title: `bad minutes in ${minutesWindow}`, unit: "short" };
  return { title: text.replace(/\{[^}]*\}/g, ""), unit: "short" };
}
