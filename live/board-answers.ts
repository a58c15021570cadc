import type { Storage } from "@signalbox/engine";
import { substituteVariables } from "../queries/index.ts";
import type { BoardData, PanelSeries, QueryAnswer } from "./page/wire.ts";
import { type PanelQuery, queriedPanels } from "./panel-queries.ts";
import { type QuerySpan, withTimeVariables } from "./query-span.ts";

/** A board in Grafana's classic JSON, as far as its queries are concerned. */
export interface QueriedBoard {
  readonly uid: string;
  readonly panels: readonly unknown[];
}

/** Asks all queries of a board. A query that fails is answered by its error; a lost storage rejects. */
export async function boardData(
  storage: Storage,
  board: QueriedBoard,
  span: QuerySpan,
  everySeconds: number,
  variables: Readonly<Record<string, string>>,
): Promise<BoardData> {
  const panels: Record<string, readonly QueryAnswer[]> = {};
  for (const { id, queries } of queriedPanels(board.panels)) {
    const answers: QueryAnswer[] = [];
    for (const query of queries) answers.push(await answer(storage, query, span, everySeconds, variables));
    panels[id] = answers;
  }
  const { start, end, stepSeconds } = span;
  return { uid: board.uid, start, end, stepSeconds, panels };
}

async function answer(
  storage: Storage,
  query: PanelQuery,
  span: QuerySpan,
  everySeconds: number,
  variables: Readonly<Record<string, string>>,
): Promise<QueryAnswer> {
  const timed = withTimeVariables(query.expression, span, everySeconds);
  const { expression } = substituteVariables(timed, variables);
  try {
    const series = query.instant
      ? await moment(storage, expression, span.end)
      : (await storage.range(expression, span.start, span.end, span.stepSeconds)).map(({ labels, times, values }) => ({
          labels,
          times: [...times],
          values: [...values].map(writable),
        }));
    return { refId: query.refId, series, error: undefined };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "QueryError") throw error;
    return { refId: query.refId, series: [], error: error.message };
  }
}

async function moment(storage: Storage, expression: string, timeSeconds: number): Promise<readonly PanelSeries[]> {
  const result = await storage.instant(expression, timeSeconds);
  switch (result.kind) {
    case "scalar":
      return [{ labels: {}, times: [timeSeconds], values: [writable(result.value)] }];
    case "vector":
      return result.samples.map(({ labels, value }) => ({ labels, times: [timeSeconds], values: [writable(value)] }));
    case "string":
    case "matrix":
      return [];
  }
}

function writable(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
