import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { DrawnPanel, OwnPanel, RawPanel } from "../../config/index.ts";
import { colours } from "../house-style/colours.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { tile } from "../house-style/tile.ts";

/** A panel that a team adds: drawn in the house style, or copied as Grafana exported it. */
export function ownPanel(panel: OwnPanel): PanelDraft {
  switch (panel.kind) {
    case "timeseries":
      return lines({ ...wording(panel), lowest: "auto" });
    case "stat":
      return tile({ ...wording(panel), colour: colours.neutral });
    case "raw":
      return copied(panel);
  }
}

/** A copy that keeps its plugin version, or has none, so that Grafana migrates an old panel. */
function copied({ panel }: RawPanel): PanelDraft {
  return { build: () => ({ pluginVersion: undefined, ...panel, id: undefined }) as unknown as Panel };
}

function wording(panel: DrawnPanel) {
  return {
    title: panel.title,
    description: panel.description,
    unit: panel.unit,
    questions: panel.queries.map(({ expression, legend }) => ({ expression, legend: legend ?? "__auto" })),
    noValue: "No data",
  };
}
