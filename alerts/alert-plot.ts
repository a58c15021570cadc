import type { Matcher } from "../queries/index.ts";

/** The panel that plots what an alert compares, with the value from which it fires as a line. */
export interface AlertPlot {
  /** What the alert is about, which decides in which row of the board the panel stands. */
  readonly about: "objective" | "service";
  /** Key of the panel; its id is `panelId(key)`. */
  readonly key: string;
  readonly title: string;
  /** What the lines mean and what to do when one is near the limit. */
  readonly description: string;
  /** What is plotted: a share 0 to 1, or a plain number. */
  readonly unit: "ratio" | "number";
  /** The queries for the series that the matchers select; legends in Grafana's notation, default the labels that differ. */
  readonly lines: (where: readonly Matcher[]) => readonly { readonly expression: string; readonly legend?: string }[];
  /** The alert's limit, in the plot's unit. */
  readonly limit: number;
}
