import {
  type ExposedMetric,
  indicatorMetrics,
  type RequestsIndicator,
  type Ruling,
  rulingOn,
  type Service,
  type UntimedRequestEnd,
} from "@signalbox/contract";
import { familyHead } from "../self-report.ts";
import { addIn } from "../storage/series-cell.ts";
import { SeriesTable } from "../storage/series-table.ts";
import { methodLabels } from "./request-labels.ts";

/** A route of an indicator: `POST /orders`, or a path for every method. */
export interface IndicatorRoute {
  readonly text: string;
  readonly method: string | undefined;
  readonly path: string;
}

/** An indicator that judges requests, with the row of its counts. */
export interface CountedIndicator {
  readonly name: string;
  readonly definition: RequestsIndicator;
  readonly routes: readonly IndicatorRoute[] | undefined;
  readonly row: number;
}

/** An indicator on one route, with a bit for each method number that it covers. */
export interface RouteIndicator {
  readonly indicator: CountedIndicator;
  readonly methods: number;
}

/** What requests that ended alike mean for one indicator, with the row of its counts. */
export interface CountedRuling extends Ruling {
  readonly row: number;
}

/** The counts of the requests indicators of a service, at zero from the start. */
export class IndicatorCounts {
  readonly indicators: readonly CountedIndicator[];
  /** Events, bad events and unmatched routes; undefined in a service without requests indicators. */
  readonly tables:
    | { readonly events: SeriesTable; readonly bad: SeriesTable; readonly unmatched: SeriesTable }
    | undefined;

  constructor(service: Service, exposed: readonly ExposedMetric[]) {
    const judged = Object.entries(service.indicators).flatMap(([name, definition]) =>
      definition.kind === "requests" ? [{ name, definition }] : [],
    );
    const table = (name: string): SeriesTable => new SeriesTable(familyHead(exposed, name));
    this.tables =
      judged.length === 0
        ? undefined
        : {
            events: table(indicatorMetrics.events),
            bad: table(indicatorMetrics.badEvents),
            unmatched: table(indicatorMetrics.unmatchedRoutes),
          };
    this.indicators = judged.map(({ name, definition }) => ({
      name,
      definition,
      routes: definition.routes?.map(indicatorRoute),
      row: this.#addRow(name),
    }));
  }

  /** The indicators that count requests of a route template. */
  on(template: string): readonly RouteIndicator[] {
    return this.indicators.flatMap((indicator) => {
      const methods = coveredMethods(indicator, template);
      return methods === 0 ? [] : [{ indicator, methods }];
    });
  }

  /** What requests that ended alike mean for the indicators of their route; those that never count it are left out. */
  rulings(indicators: readonly RouteIndicator[], method: number, end: UntimedRequestEnd): readonly CountedRuling[] {
    return indicators
      .filter(({ methods }) => (methods & (1 << method)) !== 0)
      .map(({ indicator }) => ({ row: indicator.row, ...rulingOn(end, indicator.definition) }))
      .filter(({ within, beyond }) => within !== "out" || beyond !== "out");
  }

  /** Counts an ended request by the rulings on it. */
  count(rulings: readonly CountedRuling[], durationSeconds: number): void {
    if (this.tables === undefined) return;
    const { events, bad } = this.tables;
    for (const { row, limitSeconds, within, beyond } of rulings) {
      const verdict = durationSeconds > limitSeconds ? beyond : within;
      if (verdict === "out") continue;
      addIn(events.pageOf(row), events.startOf(row), 1);
      if (verdict === "bad") addIn(bad.pageOf(row), bad.startOf(row), 1);
    }
  }

  #addRow(name: string): number {
    this.tables?.events.add([name]);
    this.tables?.bad.add([name]);
    return this.tables?.unmatched.add([name]) ?? 0;
  }
}

function indicatorRoute(text: string): IndicatorRoute {
  const space = text.indexOf(" ");
  return space < 0
    ? { text, method: undefined, path: text }
    : { text, method: text.slice(0, space), path: text.slice(space + 1) };
}

/** HEAD counts for its GET route. */
function coveredMethods(indicator: CountedIndicator, template: string): number {
  if (indicator.routes === undefined) return -1;
  let bits = 0;
  for (const { method, path } of indicator.routes) {
    if (path !== template) continue;
    if (method === undefined) return -1;
    bits |= 1 << methodLabels.indexOf(method);
    if (method === "GET") bits |= 1 << methodLabels.indexOf("HEAD");
  }
  return bits;
}
