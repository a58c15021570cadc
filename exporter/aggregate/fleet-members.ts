import { randomUUID } from "node:crypto";
import { inTime } from "../in-time.ts";
import type { SelfReport } from "../self-report.ts";
import { Asking } from "./asking.ts";
import { clusterFleetLink } from "./cluster-fleet-link.ts";
import type { FleetLink, FleetListener } from "./fleet-link.ts";
import { FleetMember } from "./fleet-member.ts";
import type { MergedTables } from "./merged-tables.ts";
import type { MemberReport, UnpackedPage } from "./messages.ts";
import { ownMessage, readHello, readReport } from "./read-message.ts";
import { threadFleetLink } from "./thread-fleet-link.ts";

/** Members that are remembered though they are silent and nothing tells their end; the first one makes room. */
const mostSilent = 64;

/** Seconds in which a member that says hello may answer. */
const helloSeconds = 1;

/** The members of a fleet: hears them, asks them, and hands what they tell to the tables of the fleet. */
export class FleetMembers implements FleetListener {
  readonly #service: string;
  readonly #fleet: string = randomUUID();
  readonly #merged: MergedTables;
  readonly #report: SelfReport;
  readonly #deadlineSeconds: number;
  readonly #links: readonly FleetLink[];
  readonly #members = new Map<string, FleetMember>();
  #asks = 0;
  #asking: Asking | undefined;
  /** Answers that a scrape did not wait for. */
  lateReports = 0;

  /** A member that has not answered an ask after the deadline is late. */
  constructor(service: string, merged: MergedTables, report: SelfReport, deadlineSeconds: number) {
    this.#deadlineSeconds = deadlineSeconds;
    this.#service = service;
    this.#merged = merged;
    this.#report = report;
    this.#links = [clusterFleetLink(this), threadFleetLink(service, this)];
    this.#ask(0, [], helloSeconds);
  }

  /** Those that answer. */
  get answering(): number {
    return this.#where(({ answers }) => answers).length;
  }

  /** Those whose gauges count. */
  get living(): readonly FleetMember[] {
    return this.#where(({ lives }) => lives);
  }

  /**
   * Asks all members for what is new, and resolves when they have told it or the seconds are over. Asks that overlap are one. A caller
   * that waits for less than the deadline makes nobody late.
   */
  async ask(seconds: number): Promise<void> {
    this.#asking ??= this.#begin();
    await inTime(this.#asking.over, seconds);
  }

  /** Hears and asks nobody any more. */
  close(): void {
    for (const link of this.#links) link.close();
  }

  message(message: unknown, channel: string, endIsTold: boolean): void {
    const own = ownMessage(message, this.#service);
    if (own === undefined) return;
    const name = own["member"];
    try {
      const hello = readHello(own);
      const report = hello === undefined ? readReport(own) : undefined;
      if (hello !== undefined) this.#greet(hello.member, channel, endIsTold);
      else if (report !== undefined) this.#take(report, channel, endIsTold);
      else throw new Error("malformed message");
    } catch (error) {
      const member = typeof name === "string" ? this.#members.get(name) : undefined;
      if (member !== undefined) member.sequence = undefined;
      this.#report.error("report of another process or thread", error);
    }
  }

  ended(channel: string, hasToldAll: boolean): void {
    for (const member of this.#where((one) => one.channel === channel)) {
      member.hasEnded = true;
      this.#merged.stale(member.mirrors);
      this.#asking?.done(member);
      if (hasToldAll) this.#forget(member);
    }
  }

  #begin(): Asking {
    this.#asks += 1;
    const asked = this.#where(({ answers }) => answers);
    this.#ask(this.#asks, [], this.#deadlineSeconds);
    return new Asking(this.#asks, asked, this.#deadlineSeconds, (late) => this.#end(late));
  }

  #greet(name: string, channel: string, endIsTold: boolean): void {
    const member = this.#members.get(name) ?? new FleetMember(name, channel, endIsTold);
    this.#members.set(name, member);
    this.#ask(0, [name], helloSeconds);
  }

  /** A member that has not said hello is one only once it has told something that can be read. */
  #take(report: MemberReport<UnpackedPage>, channel: string, endIsTold: boolean): void {
    const member = this.#members.get(report.member) ?? new FleetMember(report.member, channel, endIsTold);
    if (report.isWhole || report.sequence - 1 === member.sequence) {
      this.#merged.apply(member.mirrors, report.tables);
      member.sequence = report.sequence;
    } else {
      this.#ask(0, [report.member], helloSeconds);
    }
    this.#members.set(report.member, member);
    if (!member.answers) this.#merged.stale(member.mirrors);
    member.heard();
    if (report.answers > 0 && report.answers === this.#asking?.number) this.#asking.done(member);
  }

  #end(late: readonly FleetMember[]): void {
    this.#asking = undefined;
    this.lateReports += late.length;
    for (const member of late) {
      member.missed();
      if (!member.answers) this.#merged.stale(member.mirrors);
    }
    const silent = this.#where(({ endIsTold, answers }) => !endIsTold && !answers);
    for (const member of silent.slice(0, Math.max(0, silent.length - mostSilent))) this.#forget(member);
  }

  #forget({ name }: FleetMember): void {
    this.#members.delete(name);
    for (const link of this.#links) link.forget(name);
  }

  #ask(ask: number, whole: readonly string[], withinSeconds: number): void {
    const message = {
      signalbox: "ask/1",
      service: this.#service,
      fleet: this.#fleet,
      ask,
      whole,
      withinSeconds,
    } as const;
    for (const link of this.#links) link.ask(message);
  }

  #where(holds: (member: FleetMember) => boolean): readonly FleetMember[] {
    return [...this.#members.values()].filter(holds);
  }
}
