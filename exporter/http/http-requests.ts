import { type ExposedMetric, type HttpFamily, overflowValue, seriesLimits } from "@signalbox/contract";
import { type ExemplarOf, keepBucketExemplar } from "../metrics/update-exemplar.ts";
import { familyHead, type SelfReport } from "../self-report.ts";
import { BucketBounds } from "../storage/bucket-bounds.ts";
import { CappedRows } from "../storage/capped-rows.ts";
import { addAmount, observeValue } from "../storage/series-cell.ts";
import { overflowRow, SeriesTable } from "../storage/series-table.ts";
import type { CountedRuling, IndicatorCounts, RouteIndicator } from "./indicator-counts.ts";
import { type RequestFacts, requestEndOf, unpackedFacts } from "./request-facts.ts";
import { errorType, methodLabels, schemeLabels } from "./request-labels.ts";

/** Where requests that ended alike are counted. */
interface CountedIn {
  readonly durationRow: number;
  readonly requestRow: number;
  readonly rulings: readonly CountedRuling[];
}

/** What is kept for one route template. */
export interface RouteSlot {
  readonly template: string;
  readonly isMatched: boolean;
  /** Whether it is not measured at all. */
  readonly isInternal: boolean;
  /** Whether its responses are declared streams. */
  readonly isStream: boolean;
  readonly indicators: readonly RouteIndicator[];
  /** By {@link packedFacts}. */
  readonly countedIn: Map<number, CountedIn>;
}

/** Which templates are special. */
export interface SpecialRoutes {
  readonly internalRoutes: ReadonlySet<string>;
  readonly streamRoutes: ReadonlySet<string>;
}

/** The storage of the HTTP family: durations, requests by status where the family is lean, and requests in flight. */
export class HttpRequests {
  /** The tables in the order in which the contract lists them. */
  readonly tables: readonly SeriesTable[];
  /** The slot of requests that matched no route. */
  readonly unmatched: RouteSlot;
  /** The slot of requests that matched a route whose template is not known. */
  readonly untold: RouteSlot;
  readonly #bounds: BucketBounds;
  readonly #report: SelfReport;
  readonly #exemplarOf: ExemplarOf | undefined;
  readonly #counts: IndicatorCounts;
  readonly #special: SpecialRoutes;
  readonly #slots = new Map<string, RouteSlot>();
  readonly #durations: CappedRows;
  readonly #requests: CappedRows | undefined;
  readonly #active: SeriesTable | undefined;
  /** By the numbers of method and scheme; {@link overflowRow} until the first request. */
  readonly #activeRows = methodLabels.flatMap(() => schemeLabels.map(() => overflowRow));

  constructor(
    family: HttpFamily,
    exposed: readonly ExposedMetric[],
    counts: IndicatorCounts,
    special: SpecialRoutes,
    report: SelfReport,
    exemplarOf: ExemplarOf | undefined,
  ) {
    const table = (name: string): SeriesTable => new SeriesTable(familyHead(exposed, name));
    const { requestCounter, activeRequests } = family;
    this.#durations = new CappedRows(table(family.duration.metric), seriesLimits.httpLabelSets);
    this.#requests =
      requestCounter === undefined ? undefined : new CappedRows(table(requestCounter), seriesLimits.metricLabelSets);
    this.#active = activeRequests === undefined ? undefined : table(activeRequests);
    const capped = [this.#durations.table, this.#requests?.table].filter((one) => one !== undefined);
    for (const one of capped) report.watch(one);
    this.tables = this.#active === undefined ? capped : [...capped, this.#active];
    this.#bounds = new BucketBounds(family.duration.bounds);
    this.#counts = counts;
    this.#special = special;
    this.#report = report;
    this.#exemplarOf = exemplarOf;
    this.unmatched = this.#newSlot(family.unmatchedRoute, false);
    this.untold = this.#newSlot(family.unmatchedRoute, true);
    for (const method of methodLabels.keys()) this.addActive(method, 0, 0);
  }

  /** The slot of a route template. At most as many slots are kept as there can be label sets of durations. */
  slot(template: string): RouteSlot {
    const known = this.#slots.get(template);
    if (known !== undefined) return known;
    const isKept = this.#slots.size < seriesLimits.httpLabelSets;
    const slot = this.#newSlot(template, true, isKept ? template : overflowValue);
    if (isKept) this.#slots.set(template, slot);
    return slot;
  }

  /** Adds to the requests in flight. */
  addActive(method: number, scheme: number, amount: 1 | 0 | -1): void {
    if (this.#active === undefined) return;
    const index = method * schemeLabels.length + scheme;
    let row = this.#activeRows[index] as number;
    if (row === overflowRow) {
      row = this.#active.add([methodLabels[method] ?? "", schemeLabels[scheme] ?? ""]);
      this.#activeRows[index] = row;
    }
    addAmount(this.#active, row, amount, this.#report);
  }

  /** Counts an ended request: {@link packedFacts} of it, and how long it took. */
  count(slot: RouteSlot, facts: number, seconds: number): void {
    const countedIn = slot.countedIn.get(facts) ?? this.#countedIn(slot, facts);
    const { table } = this.#durations;
    observeValue(table, this.#bounds, countedIn.durationRow, seconds, this.#report);
    if (this.#exemplarOf !== undefined) {
      keepBucketExemplar(table, countedIn.durationRow, seconds, this.#exemplarOf, this.#report);
    }
    if (this.#requests !== undefined) addAmount(this.#requests.table, countedIn.requestRow, 1, this.#report);
    if (countedIn.rulings.length > 0) this.#counts.count(countedIn.rulings, seconds);
  }

  #newSlot(template: string, isMatched: boolean, label: string = template): RouteSlot {
    return {
      template: label,
      isMatched,
      isInternal: isMatched && this.#special.internalRoutes.has(template),
      isStream: this.#special.streamRoutes.has(template),
      indicators: this.#counts.on(template),
      countedIn: new Map(),
    };
  }

  #countedIn(slot: RouteSlot, packed: number): CountedIn {
    const facts = unpackedFacts(packed);
    const labels = [methodLabels[facts.method] ?? "", slot.template];
    const outcome = outcomeLabels(facts, this.#requests === undefined);
    const countedIn = {
      durationRow: this.#durations.row(this.#requests === undefined ? [...labels, ...outcome] : labels),
      requestRow: this.#requests?.row([...labels, ...outcome]) ?? 0,
      rulings: this.#counts.rulings(slot.indicators, facts.method, requestEndOf(facts, slot.isMatched)),
    };
    slot.countedIn.set(packed, countedIn);
    return countedIn;
  }
}

function outcomeLabels({ status, scheme, outcome }: RequestFacts, hasScheme: boolean): readonly string[] {
  const sent = status === undefined ? "" : String(status);
  const error = errorType(status, outcome);
  return hasScheme ? [sent, schemeLabels[scheme] ?? "", error] : [sent, error];
}
