import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { atEnd, type Question } from "./question.ts";
import { type ThresholdStep, thresholds } from "./thresholds.ts";

/** What is special about one tile. */
export interface TileStyle {
  readonly title: string;
  /** What it means, what good looks like, what to do. */
  readonly description: string;
  /** Grafana's unit id. */
  readonly unit: string;
  readonly questions: readonly Question[];
  /** Said instead of a number. */
  readonly noValue: string;
  /** Colour below all steps. */
  readonly colour: string;
  readonly steps?: readonly ThresholdStep[];
}

/** One number as of now, its colour a threshold; several series are named. */
export function tile(style: TileStyle): PanelBuilder {
  return new PanelBuilder()
    .title(style.title)
    .description(style.description)
    .unit(style.unit)
    .noValue(style.noValue)
    .targets(style.questions.map(atEnd))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.Auto)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false).fields(""))
    .thresholds(thresholds(style.colour, style.steps ?? []));
}
