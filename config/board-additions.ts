import type { Service } from "@signalbox/contract";
import { givenOptions } from "./given-options.ts";

/** One line of a panel of one's own. */
export interface OwnQuery {
  /** PromQL; Grafana's variables may stand in it, `$__rate_interval` among them. */
  readonly expression: string;
  /** Legend in Grafana's notation, `{{category}}`; default the labels. */
  readonly legend?: string;
}

/** A panel described in our words, drawn in the house style. */
export interface DrawnPanel {
  readonly kind: "timeseries" | "stat";
  readonly title: string;
  /** What it means and what good looks like. */
  readonly description: string;
  /** Grafana's unit id, for example `reqps`, `s`, `percentunit`, `short`. */
  readonly unit: string;
  readonly queries: readonly OwnQuery[];
}

/** A panel as Grafana exports it; only its id and position are replaced. */
export interface RawPanel {
  readonly kind: "raw";
  readonly panel: Readonly<Record<string, unknown>>;
}

/** A panel that a team appends to a generated board. */
export type OwnPanel = DrawnPanel | RawPanel;

/** A row of own panels; a title that the board already has appends to that row. */
export interface BoardRow {
  readonly title: string;
  readonly panels: readonly OwnPanel[];
}

/** Own rows for the board of one service. */
export interface BoardAddition {
  readonly service: string;
  readonly rows: readonly BoardRow[];
}

/** Lines over time. */
export function timeseries(panel: Omit<DrawnPanel, "kind">): OwnPanel {
  return { kind: "timeseries", ...givenOptions(panel) };
}

/** One number. */
export function stat(panel: Omit<DrawnPanel, "kind">): OwnPanel {
  return { kind: "stat", ...givenOptions(panel) };
}

/** A panel copied from Grafana. */
export function rawPanel(panel: Readonly<Record<string, unknown>>): OwnPanel {
  return { kind: "raw", panel };
}

/** A row with own panels. */
export function row(title: string, panels: readonly OwnPanel[]): BoardRow {
  return { title, panels };
}

/** Appends rows to the board of a service. */
export function onBoard(service: Service, rows: readonly BoardRow[]): BoardAddition {
  return { service: service?.name, rows };
}
