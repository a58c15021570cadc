import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";

/**
 * Returns the panel when the board can hold it.
 * @throws {Error} when it is a row, whose panels would have no place of their own
 */
export function checkPanel(panel: Panel, row: string): Panel {
  if (panel.type !== "row") return panel;
  throw new Error(
    `rawPanel(...) in row "${row}" is itself a row (${JSON.stringify(panel.title ?? "")}): a row inside a row has no place. ` +
      'Pass its panels one by one: row("Title", [rawPanel(first), rawPanel(second)]).',
  );
}
