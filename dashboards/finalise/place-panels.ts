import type { Panel, RowPanel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Row } from "../rows.ts";
import { checkPanel } from "./check-panel.ts";
import { positions } from "./layout.ts";
import { completeTargets } from "./targets.ts";

/**
 * The options of panels are written as this version of Grafana's plugins has them, which the SDK follows. Without a
 * version Grafana runs every migration of the plugin on each load.
 */
const pluginVersion = "11.6.0";

/** Every panel of a board in order, with its row headings: ids from 1 for those that have none, positions without holes, complete targets. */
export function placePanels(rows: readonly Row[], scrapeIntervalSeconds: number): readonly (Panel | RowPanel)[] {
  const placed: (Panel | RowPanel)[] = [];
  let top = 0;
  for (const row of rows) {
    const gridPos = { x: 0, y: top, w: 24, h: 1 };
    placed.push({ type: "row", id: placed.length + 1, title: row.title, collapsed: false, gridPos, panels: [] });
    top += 1;
    for (const { panels, mostPerLine, height } of row.bands) {
      const places = positions({ count: panels.length, mostPerLine, height }, top);
      for (const [index, draft] of panels.entries()) {
        const panel = completeTargets(checkPanel(draft.build(), row.title), scrapeIntervalSeconds);
        const place = places[index];
        if (place === undefined) throw new Error(`the layout has no place for ${panel.title}`);
        placed.push({ pluginVersion, ...panel, id: panel.id ?? placed.length + 1, gridPos: { ...place } });
      }
      top += Math.ceil(panels.length / mostPerLine) * height;
    }
  }
  return placed;
}
