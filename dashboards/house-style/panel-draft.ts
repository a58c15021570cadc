import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";

/** A panel before the finalising passes: no id, no position, no refIds. */
export type PanelDraft = Builder<Panel>;
