import type { Receiver } from "./receivers.ts";

/** Who is told: `page` at once, `ticket` in working hours. */
export interface Team {
  readonly page?: Receiver;
  readonly ticket: Receiver;
}

/** How urgent an alert is. */
export type Urgency = "page" | "ticket";
