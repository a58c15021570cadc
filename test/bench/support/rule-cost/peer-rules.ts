import type { SourceQuestion } from "./questions.ts";

/** What a generator evaluates for one objective of 99.9 % over 28 days, as plain expressions. */
export interface EvaluatedRules {
  readonly expressions: readonly string[];
  /** Recorded series that the expressions read, and how far back: in minutes. */
  readonly recorded: readonly { readonly metric: string; readonly minutes: number }[];
  /** How far back they read raw series, in minutes. */
  readonly rawMinutes: number;
  /** Expressions over raw series that are measured on one pod and counted for all, because 28 days of raw series are slow to write. */
  readonly onePodExpressions?: readonly string[];
}

const day = 1440;
const moment = 10;

/**
 * Sloth's rules for an objective of events: 8 of the error ratio, 7 about the objective, and a page and a ticket. Each
 * ratio is asked of the raw series; the one over the whole window is the mean of the recorded 5-minute ratios.
 */
export function slothRules({ bad, total }: SourceQuestion): EvaluatedRules {
  const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];
  const ratio = (window: string): string => `slo:sli_error:ratio_rate${window}{sloth_id="shop-availability"}`;
  const [budget, wholeWindow] = ['slo:error_budget:ratio{sloth_id="shop-availability"}', ratio("28d")];
  const burns = (short: string, long: string, factor: number): string =>
    `(max(${ratio(short)} > (${factor} * 0.001)) and max(${ratio(long)} > (${factor} * 0.001)))`;
  const mean = `sum_over_time(${ratio("5m")}[28d]) / ignoring(sloth_window) count_over_time(${ratio("5m")}[28d])`;
  return {
    expressions: [
      ...windows.map((window) => `(${bad(window)}) / (${total(window)})`),
      mean,
      "vector(0.999)",
      "vector(1-0.999)",
      "vector(28)",
      `${ratio("5m")} / on(sloth_id) group_left ${budget}`,
      `${wholeWindow} / on(sloth_id) group_left ${budget}`,
      '1 - slo:period_burn_rate:ratio{sloth_id="shop-availability"}',
      "vector(1)",
      `${burns("5m", "1h", 13.44)} or ${burns("30m", "6h", 5.6)}`,
      `${burns("2h", "1d", 2.8)} or ${burns("6h", "3d", 0.933)}`,
    ],
    recorded: [
      { metric: "slo:sli_error:ratio_rate5m", minutes: 28 * day },
      ...[...windows.slice(1), "28d"].map((window) => ({
        metric: `slo:sli_error:ratio_rate${window}`,
        minutes: moment,
      })),
      { metric: "slo:error_budget:ratio", minutes: moment },
      { metric: "slo:period_burn_rate:ratio", minutes: moment },
    ],
    rawMinutes: 3 * day,
  };
}

/**
 * Pyrra's rules for the same: 7 burn rates and 4 alerts, and for each raw metric its increase over the whole window and
 * an alert on its absence. All of them read raw series.
 */
export function pyrraRules({ bad, total, selectors }: SourceQuestion): EvaluatedRules {
  const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "4d"];
  const burnRate = (window: string): string => `requests:burnrate${window}{slo="shop-availability"}`;
  const burns = (short: string, long: string, factor: number): string =>
    `${burnRate(short)} > (${factor} * (1 - 0.999)) and ${burnRate(long)} > (${factor} * (1 - 0.999))`;
  return {
    expressions: [burns("5m", "1h", 14), burns("30m", "6h", 7), burns("2h", "1d", 2), burns("6h", "4d", 1)],
    onePodExpressions: [
      ...windows.map((window) => `${bad(window)} / ${total(window)}`),
      ...selectors.map((raw) => `sum(increase(${raw}[4w]))`),
      ...selectors.map((raw) => `absent(${raw}) == 1`),
    ],
    recorded: windows.map((window) => ({ metric: `requests:burnrate${window}`, minutes: moment })),
    rawMinutes: 28 * day,
  };
}
