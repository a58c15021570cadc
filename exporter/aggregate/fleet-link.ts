import type { FleetAsk } from "./messages.ts";

/** What a fleet hears of its members. */
export interface FleetListener {
  /**
   * Takes a message, whatever it is; `channel` names who sent it among the members of a link.
   * `endIsTold` says whether the link tells when that one ends.
   */
  message(message: unknown, channel: string, endIsTold: boolean): void;
  /** Says that one has ended, and whether all of its messages have come. */
  ended(channel: string, hasToldAll: boolean): void;
}

/** The way from a fleet to its members of one kind. */
export interface FleetLink {
  /** Asks every member; never throws. */
  ask(ask: FleetAsk): void;
  /** Says that a member is not listened to any more. */
  forget(member: string): void;
  close(): void;
}
