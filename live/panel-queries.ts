/** One query of a panel of a classic board. */
export interface PanelQuery {
  readonly refId: string;
  readonly expression: string;
  /** Whether it asks for one moment instead of the whole span. */
  readonly instant: boolean;
}

/** A panel's id and its queries. */
export interface QueriedPanel {
  readonly id: string;
  readonly queries: readonly PanelQuery[];
}

/** The panels of a classic board that ask something, those inside of rows included. */
export function queriedPanels(panels: readonly unknown[]): readonly QueriedPanel[] {
  return panels.flatMap((panel) => {
    if (!isObject(panel)) return [];
    const inside = Array.isArray(panel["panels"]) ? queriedPanels(panel["panels"]) : [];
    const queries = (Array.isArray(panel["targets"]) ? panel["targets"] : []).flatMap(queryOf);
    return queries.length === 0 ? inside : [{ id: String(panel["id"]), queries }, ...inside];
  });
}

function queryOf(target: unknown, index: number): readonly PanelQuery[] {
  if (!isObject(target) || typeof target["expr"] !== "string" || target["hide"] === true) return [];
  const refId = typeof target["refId"] === "string" ? target["refId"] : String.fromCharCode(65 + index);
  return [{ refId, expression: target["expr"], instant: target["instant"] === true && target["range"] !== true }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
