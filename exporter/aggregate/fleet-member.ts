import type { Mirrors } from "./merged-tables.ts";

/** Asks in a row after which a member that answers none of them is not waited for any more. */
const patience = 3;

/** A member as its fleet knows it. */
export class FleetMember {
  readonly name: string;
  /** Names it among the members of its link. */
  readonly channel: string;
  readonly mirrors: Mirrors = new Map();
  /** The sequence of its last report; undefined before the first, and after one that was lost. */
  sequence: number | undefined;
  /** Whether its link tells when it ends. */
  readonly endIsTold: boolean;
  /** Whether it has ended. */
  hasEnded = false;
  #unanswered = 0;

  constructor(name: string, channel: string, endIsTold: boolean) {
    this.name = name;
    this.channel = channel;
    this.endIsTold = endIsTold;
  }

  /** Whether it answers, so that a scrape waits for it. */
  get answers(): boolean {
    return !this.hasEnded && this.#unanswered < patience;
  }

  /** Whether its gauges count. One that is silent may be busy; it may also be gone, where nothing tells its end. */
  get lives(): boolean {
    return this.endIsTold ? !this.hasEnded : this.answers;
  }

  /** Notes that it has told something. */
  heard(): void {
    this.#unanswered = 0;
  }

  /** Notes that it was asked and did not answer in time. */
  missed(): void {
    this.#unanswered += 1;
  }
}
