import { type AcrossProcesses, acrossProcesses, labelSets, type Service, seriesLimits } from "@signalbox/contract";
import type { SelfReport } from "../self-report.ts";
import type { FamilyHead, SeriesTable } from "../storage/series-table.ts";
import { foldGauge } from "./folded-gauge.ts";
import { MergedTable } from "./merged-table.ts";
import type { TableReport, UnpackedPage } from "./messages.ts";
import { TableMirror } from "./table-mirror.ts";

/** How gauges of the definition become one value; those that are not named are summed. */
export type GaugePolicies = Readonly<Record<string, AcrossProcesses>>;

/** What one member told last, by the names of the tables. */
export type Mirrors = Map<string, TableMirror>;

/** The tables of the whole fleet, in the order of those of one member. */
export class MergedTables {
  readonly tables: readonly SeriesTable[];
  readonly #byName: ReadonlyMap<string, MergedTable>;
  readonly #report: SelfReport;
  readonly #stale = new Set<MergedTable>();
  readonly #refused = new Set<string>();

  constructor(service: Service, heads: readonly FamilyHead[], gauges: GaugePolicies, report: SelfReport) {
    const merged = heads.map((head) => {
      const across = Object.hasOwn(gauges, head.name) ? gauges[head.name] : undefined;
      return new MergedTable(head, across ?? acrossProcesses(head.name), mostLabelSets(service, head.name), report);
    });
    this.tables = merged.map(({ table }) => table);
    this.#byName = new Map(merged.map((one) => [one.table.head.name, one]));
    this.#report = report;
  }

  /**
   * Takes over what a member told, all of it or nothing.
   * @throws {Error} when it does not fit what the member told before.
   */
  apply(mirrors: Mirrors, reports: readonly TableReport<UnpackedPage>[]): void {
    const fitting = reports.flatMap((report) => {
      const mirror = this.#mirror(mirrors, report);
      if (mirror !== undefined && !mirror.accepts(report)) throw new Error(`malformed rows of ${report.name}`);
      return mirror === undefined ? [] : [{ mirror, report }];
    });
    for (const { mirror, report } of fitting) {
      mirrors.set(report.name, mirror);
      mirror.apply(report);
      if (mirror.merged.isGauge) this.#stale.add(mirror.merged);
    }
  }

  /** Notes that a member's gauges count from now on, or do not any more. */
  stale(mirrors: Mirrors): void {
    for (const { merged } of mirrors.values()) if (merged.isGauge) this.#stale.add(merged);
  }

  /** Brings the gauges up to date, from what the members that live have told. */
  foldGauges(living: readonly Mirrors[]): void {
    for (const merged of this.#stale) {
      foldGauge(
        merged,
        living.flatMap((mirrors) => mirrors.get(merged.table.head.name) ?? []),
      );
    }
    this.#stale.clear();
  }

  #mirror(mirrors: Mirrors, { name, shape }: TableReport<UnpackedPage>): TableMirror | undefined {
    const merged = this.#byName.get(name);
    if (merged?.shape === shape) return mirrors.get(name) ?? new TableMirror(merged);
    this.#refuse(name, merged);
    return undefined;
  }

  /** A member may run another version of the service. */
  #refuse(name: string, merged: MergedTable | undefined): void {
    if (this.#refused.has(name) || this.#refused.size >= mostRefusals) return;
    this.#refused.add(name);
    const reason = merged === undefined ? "is not defined here" : "has other labels or bounds here";
    this.#report.message(
      `${name} of another process or thread is left out, because it ${reason}; restart all of them with one definition`,
    );
  }
}

/** Tables of other definitions that are told of. */
const mostRefusals = 100;

function mostLabelSets({ metrics, http }: Service, name: string): number {
  const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (metric !== undefined) return labelSets(metric);
  return name === http.duration.metric ? seriesLimits.httpLabelSets : seriesLimits.metricLabelSets;
}
