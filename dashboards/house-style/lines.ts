import {
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { FieldColorBuilder, FieldColorModeId } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { colours } from "./colours.ts";
import { overTime, type Question } from "./question.ts";
import { thresholds } from "./thresholds.ts";

/** What is special about one panel of lines. */
export interface LinesStyle {
  readonly title: string;
  /** What it means, what good looks like, what to do. */
  readonly description: string;
  /** Grafana's unit id. */
  readonly unit: string;
  readonly questions: readonly Question[];
  /** Said instead of an empty chart. */
  readonly noValue: string;
  /** Colour of all lines, by what it means; default a palette. */
  readonly colour?: string;
  /** A limit in the panel's unit, drawn as a dashed line; the axis always reaches it. */
  readonly limit?: number;
  /** Lowest value of the axis; default 0. `auto` for values that can be negative or unknown. */
  readonly lowest?: 0 | "auto";
}

/** Lines over time: straight, thin, gaps left open, axis from 0, all series in the tooltip with the largest first. */
export function lines(style: LinesStyle): PanelBuilder {
  const panel = new PanelBuilder()
    .title(style.title)
    .description(style.description)
    .unit(style.unit)
    .noValue(style.noValue)
    .targets(style.questions.map(overTime))
    .drawStyle(GraphDrawStyle.Line)
    .lineInterpolation(LineInterpolation.Linear)
    .lineWidth(2)
    .fillOpacity(8)
    .gradientMode(GraphGradientMode.None)
    .showPoints(VisibilityMode.Never)
    .spanNulls(false)
    .axisBorderShow(false)
    .legend(legend(style.questions))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .colorScheme(colourScheme(style.colour));
  if (style.lowest !== "auto") panel.min(0);
  return style.limit === undefined ? panel : withLimit(panel, style.limit);
}

/** Parts of a true total, stacked. */
export function stackedLines(style: LinesStyle): PanelBuilder {
  return lines(style)
    .fillOpacity(40)
    .lineWidth(1)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A"));
}

/** Gives the series of one name a fixed colour. */
export function colourOf(panel: PanelBuilder, name: string, colour: string): PanelBuilder {
  return panel.overrideByName(name, [{ id: "color", value: { mode: FieldColorModeId.Fixed, fixedColor: colour } }]);
}

/** Gives the series whose names match shades of one colour. */
export function shadesOf(panel: PanelBuilder, pattern: string, colour: string): PanelBuilder {
  return panel.overrideByRegexp(pattern, [
    { id: "color", value: { mode: FieldColorModeId.Shades, fixedColor: colour } },
  ]);
}

function withLimit(panel: PanelBuilder, limit: number): PanelBuilder {
  return panel
    .thresholds(thresholds(colours.none, [{ from: limit, colour: colours.bad }]))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .axisSoftMax(Number((limit * 1.25).toPrecision(9)));
}

function legend(questions: readonly Question[]): VizLegendOptionsBuilder {
  const [only] = questions;
  const single = questions.length === 1 && !only?.legend.includes("{{");
  const options = new VizLegendOptionsBuilder()
    .showLegend(!single)
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Bottom);
  return single ? options.calcs([]) : options.calcs(["lastNotNull", "max", "mean"]).sortBy("Last *").sortDesc(true);
}

function colourScheme(colour: string | undefined): FieldColorBuilder {
  return colour === undefined
    ? new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName)
    : new FieldColorBuilder().mode(FieldColorModeId.Shades).fixedColor(colour);
}
