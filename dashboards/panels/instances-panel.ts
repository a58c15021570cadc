import { targetsKnown, targetsUp } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import { colourOf, lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { units } from "../house-style/units.ts";
import type { BoardScope } from "../scope.ts";

/** How many instances there are, and how many of them can be scraped. */
export function instancesPanel(scope: BoardScope): PanelDraft {
  const panel = lines({
    title: "Instances",
    description:
      "Instances that Prometheus knows, and those whose metrics it can read. The two lines belong together: while they differ, the other panels miss what the silent instances do.",
    unit: units.number,
    questions: [
      { expression: targetsKnown(scope.where), legend: "known" },
      { expression: targetsUp(scope.where, []), legend: "answering" },
    ],
    noValue: "No instance",
  });
  return colourOf(colourOf(panel, "known", colours.neutral), "answering", colours.good);
}
