import { clusterMemberLink } from "./cluster-member-link.ts";
import type { Pack } from "./reported-table.ts";
import { threadMemberLink } from "./thread-member-link.ts";

/** Where a member reports to: the primary of a `node:cluster`, or the thread of this process that collects. */
export type ReportsTo = "cluster" | "threads";

/** What a member is called. */
export interface MemberIdentity {
  readonly service: string;
  readonly member: string;
}

/** The way from a member to whoever collects. */
export interface MemberLink {
  /** Packs numbers for {@link MemberLink.send}; what it returns does not change any more. */
  readonly pack: Pack;
  /** Sends a message and says when it was taken, or never will be. Never throws. */
  send(message: object, done: () => void): void;
  close(): void;
}

/**
 * Opens the link of a member; `onMessage` takes whatever comes.
 * @throws {Error} when this process or thread is none that could report there.
 */
export function memberLink(
  reportsTo: ReportsTo,
  identity: MemberIdentity,
  onMessage: (message: unknown) => void,
): MemberLink {
  switch (reportsTo) {
    case "cluster":
      return clusterMemberLink(onMessage);
    case "threads":
      return threadMemberLink(identity, onMessage);
  }
}
