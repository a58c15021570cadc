import { fleetMetricNames, fleetMetrics, type Service } from "@signalbox/contract";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import { familyHead, type SelfReport } from "../self-report.ts";
import { setIn } from "../storage/series-cell.ts";
import { SeriesTable } from "../storage/series-table.ts";
import { FleetMembers } from "./fleet-members.ts";
import { type GaugePolicies, MergedTables, type Mirrors } from "./merged-tables.ts";
import { RefreshedSources } from "./refreshed-sources.ts";
import { ReportedTable } from "./reported-table.ts";

/** The tables of a whole fleet: of this process, and of all that report to it. */
export class FleetSource implements ScrapeSource {
  readonly tables: readonly SeriesTable[];
  readonly #merged: MergedTables;
  readonly #members: FleetMembers;
  readonly #own: RefreshedSources;
  readonly #ownTables: readonly ReportedTable[];
  readonly #ownMirrors: Mirrors = new Map();
  readonly #answering: SeriesTable;
  readonly #late: SeriesTable;

  /** A member that has not answered after `deadlineSeconds` is late. */
  constructor(
    service: Service,
    sources: readonly ScrapeSource[],
    gauges: GaugePolicies,
    report: SelfReport,
    deadlineSeconds: number,
  ) {
    const own = sources.flatMap(({ tables }) => tables);
    this.#own = new RefreshedSources(sources, report);
    this.#ownTables = own.map((table) => new ReportedTable(table));
    const heads = own.map(({ head }) => head);
    this.#merged = new MergedTables(service, heads, gauges, report);
    this.#answering = new SeriesTable(familyHead(fleetMetrics, fleetMetricNames.members));
    this.#late = new SeriesTable(familyHead(fleetMetrics, fleetMetricNames.lateReports));
    for (const table of [this.#answering, this.#late]) table.add([]);
    this.tables = [...this.#merged.tables, this.#answering, this.#late];
    this.#members = new FleetMembers(service.name, this.#merged, report, deadlineSeconds);
  }

  /** How many members answer. */
  get answering(): number {
    return this.#members.answering;
  }

  /** Asks all members for what is new; those that have not answered after the seconds count with what they told last. Never rejects. */
  async refreshWithin(seconds: number): Promise<void> {
    await Promise.all([this.#own.refresh(seconds), this.#members.ask(seconds)]);
    this.merge();
  }

  /** Brings the tables up to date from what is known. */
  merge(): void {
    const changes = this.#ownTables.flatMap((table) => table.changesInPlace() ?? []);
    this.#merged.apply(this.#ownMirrors, changes);
    this.#merged.foldGauges([this.#ownMirrors, ...this.#members.living.map(({ mirrors }) => mirrors)]);
    setSingle(this.#answering, this.#members.answering);
    setSingle(this.#late, this.#members.lateReports);
  }

  /** Stops to listen; what was told stays. */
  close(): void {
    this.#members.close();
  }
}

function setSingle(table: SeriesTable, value: number): void {
  const row = table.rowCount - 1;
  setIn(table.pageOf(row), table.startOf(row), value);
}
