import { type ExposedMetric, type HttpFamily, overflowValue, seriesLimits } from "@signalbox/contract";
import { familyHead, type SelfReport } from "../self-report.ts";
import { addAmount, observeValue } from "../storage/series-cell.ts";
import { overflowRow, SeriesTable } from "../storage/series-table.ts";
import type { IndicatorCounts, RouteIndicator } from "./indicator-counts.ts";
import { type Ending, endings, errorType, methodLabels, schemeLabels } from "./request-labels.ts";

/** What is kept for one route template. */
export interface RouteSlot {
  readonly template: string;
  readonly indicators: readonly RouteIndicator[];
  /** Rows of the duration histogram, by the number of method, status, scheme and ending. */
  readonly rows: Map<number, number>;
}

/** The storage of the HTTP family: durations by route and outcome, and requests in flight. */
export class HttpRequests {
  readonly durations: SeriesTable;
  readonly active: SeriesTable | undefined;
  readonly #bounds: Float64Array;
  readonly #report: SelfReport;
  readonly #counts: IndicatorCounts;
  readonly #slots = new Map<string, RouteSlot>();
  readonly #overflowSlot: RouteSlot = { template: overflowValue, indicators: [], rows: new Map() };
  readonly #activeRows = new Map<number, number>();
  readonly unmatched: RouteSlot;

  constructor(family: HttpFamily, exposed: readonly ExposedMetric[], counts: IndicatorCounts, report: SelfReport) {
    this.durations = new SeriesTable(familyHead(exposed, family.duration.metric));
    this.#bounds = Float64Array.from(family.duration.bounds);
    this.#counts = counts;
    this.#report = report;
    this.unmatched = this.slot(family.unmatchedRoute);
    report.watch(this.durations);
    if (family.activeRequests === undefined) return;
    this.active = new SeriesTable(familyHead(exposed, family.activeRequests));
    for (let method = 0; method < methodLabels.length; method++) this.#activeRow(method, 0);
  }

  /** The slot of a route template. There are at most as many slots as label sets; a slot beyond them holds nothing. */
  slot(template: string): RouteSlot {
    const known = this.#slots.get(template);
    if (known !== undefined) return known;
    const indicators = this.#counts.on(template);
    if (this.#slots.size > seriesLimits.httpLabelSets) return { ...this.#overflowSlot, indicators };
    const slot: RouteSlot = { template, indicators, rows: new Map() };
    this.#slots.set(template, slot);
    return slot;
  }

  /** Adds to the requests in flight. */
  addActive(method: number, scheme: number, amount: 1 | -1): void {
    if (this.active !== undefined) addAmount(this.active, this.#activeRow(method, scheme), amount, this.#report);
  }

  /** Counts the duration of an ended request; the status is undefined when no header left. */
  observe(
    slot: RouteSlot,
    method: number,
    status: number | undefined,
    scheme: number,
    ending: Ending,
    seconds: number,
  ): void {
    const key =
      (((status ?? 0) * methodLabels.length + method) * 2 + scheme) * endings.length + endings.indexOf(ending);
    const row = slot.rows.get(key) ?? this.#allocate(slot, key, method, status, scheme, ending);
    observeValue(this.durations, this.#bounds, row, seconds, this.#report);
  }

  #allocate(
    slot: RouteSlot,
    key: number,
    method: number,
    status: number | undefined,
    scheme: number,
    ending: Ending,
  ): number {
    const isFull = this.durations.rowCount > seriesLimits.httpLabelSets;
    if (isFull || slot.template === overflowValue) return overflowRow;
    const row = this.durations.add([
      methodLabels[method] ?? "",
      slot.template,
      status === undefined ? "" : String(status),
      schemeLabels[scheme] ?? "",
      errorType(status, ending),
    ]);
    slot.rows.set(key, row);
    return row;
  }

  #activeRow(method: number, scheme: number): number {
    const key = method * 2 + scheme;
    const known = this.#activeRows.get(key);
    if (known !== undefined || this.active === undefined) return known ?? overflowRow;
    const row = this.active.add([methodLabels[method] ?? "", schemeLabels[scheme] ?? ""]);
    this.#activeRows.set(key, row);
    return row;
  }
}
