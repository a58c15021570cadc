import { panelId } from "@signalbox/contract";
import type { PanelDraft } from "./house-style/panel-draft.ts";

/** Gives a panel the id that links from alerts use; undefined where there is no panel. */
export function keyed<P extends PanelDraft | undefined>(key: string, panel: P): PanelDraft | (P & undefined) {
  if (panel === undefined) return panel as P & undefined;
  return { build: () => ({ ...panel.build(), id: panelId(key) }) };
}
