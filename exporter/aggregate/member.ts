import { randomUUID } from "node:crypto";
import { threadId } from "node:worker_threads";
import { isOfWholeProcess } from "@signalbox/contract";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import { inTime } from "../in-time.ts";
import type { SelfReport } from "../self-report.ts";
import { type MemberIdentity, type MemberLink, memberLink, type ReportsTo } from "./member-link.ts";
import type { FleetAsk, MemberHello, MemberReport, TableReport } from "./messages.ts";
import { ownMessage, readAsk } from "./read-message.ts";
import { RefreshedSources } from "./refreshed-sources.ts";
import { ReportedTable } from "./reported-table.ts";

/** Seconds between two reports that nobody asked for: what a member that is killed takes with it. */
const reportSeconds = 1;

/** A process or thread whose metrics another one shows. It says hello, and tells nothing until it is asked the first time or ends. */
export class Member {
  readonly #identity: MemberIdentity;
  readonly #report: SelfReport;
  readonly #sources: RefreshedSources;
  readonly #tables: readonly ReportedTable[];
  readonly #link: MemberLink;
  readonly #timer: NodeJS.Timeout;
  readonly #tellLast = (): void => this.#tell(0);
  #fleet: string | undefined;
  #isWhole = true;
  #sequence = 0;
  /** The latest ask whose answer waits for values; 0 for none. */
  #asked = 0;
  #isReading = false;
  #isSending = false;

  /** @throws {Error} when this process or thread is none that could report there. */
  constructor(service: string, reportsTo: ReportsTo, sources: readonly ScrapeSource[], report: SelfReport) {
    this.#identity = { service, member: randomUUID() };
    this.#report = report;
    this.#sources = new RefreshedSources(sources, report);
    this.#tables = sources
      .flatMap(({ tables }) => tables)
      .filter(({ head }) => reportsTo === "cluster" || !isOfWholeProcess(head.name))
      .map((table) => new ReportedTable(table));
    this.#link = memberLink(reportsTo, this.#identity, (message) => this.#receive(message));
    this.#timer = setInterval(() => this.#tellChanges(), reportSeconds * 1000).unref();
    process.on("exit", this.#tellLast);
    this.#sayHello();
  }

  /** Tells everything that is not told yet, and resolves when it is on its way, after a few seconds at most. */
  async tellAll(): Promise<void> {
    await this.#sources.refresh(reportSeconds);
    await inTime(new Promise<void>((resolve) => this.#tell(0, resolve)), reportSeconds);
  }

  /** Tells everything a last time and stops; what is counted from now on is not shown. */
  close(): void {
    clearInterval(this.#timer);
    process.off("exit", this.#tellLast);
    this.#tell(0, () => this.#link.close());
  }

  #receive(message: unknown): void {
    const own = ownMessage(message, this.#identity.service);
    const ask = own && readAsk(own);
    if (ask === undefined || !this.#isAsked(ask)) return;
    this.#answer(ask).catch((error: unknown) => this.#report.error("report to the fleet", error));
  }

  /** Asks that come while values are read are answered together. */
  async #answer(ask: FleetAsk): Promise<void> {
    this.#asked = Math.max(this.#asked, ask.ask);
    if (this.#isReading) return;
    this.#isReading = true;
    await this.#sources.refresh(ask.withinSeconds / 2);
    this.#isReading = false;
    this.#tell(this.#asked);
    this.#asked = 0;
  }

  /** Whether an ask is to be answered. A fleet that it does not know cannot hear it before it said hello. */
  #isAsked({ fleet, ask, whole }: FleetAsk): boolean {
    if (whole.includes(this.#identity.member)) {
      this.#fleet = fleet;
      this.#isWhole = true;
      return true;
    }
    if (fleet === this.#fleet) return ask > 0;
    this.#sayHello();
    return false;
  }

  #sayHello(): void {
    const hello: MemberHello = { signalbox: "hello/1", ...this.#identity, threadId };
    this.#link.send(hello, () => undefined);
  }

  #tellChanges(): void {
    if (this.#fleet !== undefined && !this.#isSending) this.#tell(0);
  }

  /** Sends what changed, which is everything at first; an answer is sent though nothing did. */
  #tell(answers: number, done: () => void = () => undefined): void {
    try {
      const tables = this.#changes();
      if (tables.length === 0 && answers === 0) {
        done();
        return;
      }
      this.#sequence += 1;
      const report: MemberReport = {
        signalbox: "report/1",
        ...this.#identity,
        sequence: this.#sequence,
        isWhole: this.#isWhole,
        answers,
        tables,
      };
      this.#isWhole = false;
      this.#isSending = true;
      this.#link.send(report, () => {
        this.#isSending = false;
        done();
      });
    } catch (error) {
      this.#isWhole = true;
      this.#report.error("report to the fleet", error);
      done();
    }
  }

  #changes(): readonly TableReport[] {
    if (this.#isWhole) for (const table of this.#tables) table.forget();
    return this.#tables.flatMap((table) => table.changes(this.#link.pack) ?? []);
  }
}
