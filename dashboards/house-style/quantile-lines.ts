import type { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { colours } from "./colours.ts";
import { colourOf, type LinesStyle, lines } from "./lines.ts";

/** The quantiles that durations and sizes are shown at, with their names. */
const shown = [
  { quantile: 0.5, name: "p50", colour: colours.quantiles["0.5"] },
  { quantile: 0.95, name: "p95", colour: colours.quantiles["0.95"] },
  { quantile: 0.99, name: "p99", colour: colours.quantiles["0.99"] },
] as const;

/** What is special about a panel of quantiles: a question for each of them instead of a list. */
export interface QuantileLinesStyle extends Omit<LinesStyle, "questions"> {
  readonly expression: (quantile: number) => string;
}

/** p50, p95 and p99 in fixed colours, never stacked. */
export function quantileLines(style: QuantileLinesStyle): PanelBuilder {
  const { expression, ...rest } = style;
  const questions = shown.map(({ quantile, name }) => ({ expression: expression(quantile), legend: name }));
  return shown.reduce((panel, { name, colour }) => colourOf(panel, name, colour), lines({ ...rest, questions }));
}
