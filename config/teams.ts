/** A key of a Kubernetes Secret; secrets enter a config only by reference. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** Where a notification goes. */
export type Receiver =
  | { readonly kind: "pagerDuty"; readonly routingKeyFrom: SecretKey }
  | { readonly kind: "slack"; readonly channel: string; readonly urlFrom: SecretKey };

/** Who is told: `page` at once, `ticket` in working hours. */
export interface Team {
  readonly page?: Receiver;
  readonly ticket: Receiver;
}

/** How urgent an alert is. */
export type Urgency = "page" | "ticket";

/** Pages through PagerDuty's Events API v2. */
export function pagerDuty(options: { readonly routingKeyFrom: SecretKey }): Receiver {
  return { kind: "pagerDuty", routingKeyFrom: options.routingKeyFrom };
}

/** Posts to a Slack channel through an incoming webhook. */
export function slack(options: { readonly channel: string; readonly urlFrom: SecretKey }): Receiver {
  return { kind: "slack", channel: options.channel, urlFrom: options.urlFrom };
}

/** A receiver in words, for pages and logs: `Slack #storefront`. */
export function receiverTitle(receiver: Receiver): string {
  switch (receiver.kind) {
    case "pagerDuty":
      return `PagerDuty (Secret ${receiver.routingKeyFrom.secret})`;
    case "slack":
      return `Slack ${receiver.channel}`;
  }
}
