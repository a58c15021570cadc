import type { Matcher } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { units } from "../house-style/units.ts";
import { keyed } from "../keyed.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** What an alert compares, and from which value it fires; given by whoever writes the alerts. */
export interface PlottedAlert {
  /** Plots about an objective stand in the row of the objectives. */
  readonly about: "objective" | "service";
  /** Key of the panel, by which the alert links to it. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly unit: "ratio" | "number";
  readonly lines: (where: readonly Matcher[]) => readonly { readonly expression: string; readonly legend?: string }[];
  /** In the unit of the plot. */
  readonly limit: number;
}

/** What one alert compares, with its limit as a line. */
export function alertPlotPanel(scope: BoardScope, plot: PlottedAlert): PanelDraft {
  const place = legendOf(scope.chosenLabels);
  const panel = lines({
    title: plot.title,
    description: plot.description,
    unit: units[plot.unit],
    questions: plot.lines(scope.where).map(({ expression, legend }) => ({
      expression,
      legend: legend === undefined ? "__auto" : [place, legend].filter((part) => part !== "").join(" "),
    })),
    noValue: "No data",
    limit: plot.limit,
  });
  return keyed(plot.key, panel);
}
