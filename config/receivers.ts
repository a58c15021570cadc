import { givenOptions } from "./given-options.ts";

/** A key of a Kubernetes Secret. */
export interface SecretKey {
  /** Name of the Secret, in the namespace of the object that refers to it. */
  readonly secret: string;
  readonly key: string;
}

/** A file that only Alertmanager reads; for a whole configuration file, `routing.mode` `alertmanager`. */
export interface SecretFile {
  /** Absolute path as Alertmanager sees it. */
  readonly file: string;
}

/** Where a secret lies; secrets enter a config only by reference. */
export type SecretSource = SecretKey | SecretFile;

/** Where a notification goes. */
export type Receiver =
  | { readonly kind: "pagerDuty"; readonly routingKeyFrom: SecretSource }
  | { readonly kind: "slack"; readonly channel: string; readonly urlFrom: SecretSource }
  | { readonly kind: "microsoftTeams"; readonly title: string; readonly urlFrom: SecretSource }
  | {
      readonly kind: "email";
      readonly to: string;
      readonly from: string;
      readonly smarthost: string;
      readonly username?: string;
      readonly passwordFrom?: SecretSource;
    }
  | { readonly kind: "webhook"; readonly title: string; readonly urlFrom: SecretSource }
  | RawReceiver;

/** A receiver in Alertmanager's own notation, for what has no function here. */
export interface RawReceiver {
  readonly kind: "raw";
  /** How pages and logs call it: `Opsgenie`. */
  readonly title: string;
  /** As in the configuration file: `{ opsgenie_configs: [{ api_key_file: "..." }] }`. */
  readonly alertmanager?: Readonly<Record<`${string}_configs`, readonly Readonly<Record<string, unknown>>[]>>;
  /** As in an AlertmanagerConfig, `v1alpha1`: `{ opsgenieConfigs: [{ apiKey: { name, key } }] }`. */
  readonly alertmanagerConfig?: Readonly<Record<`${string}Configs`, readonly Readonly<Record<string, unknown>>[]>>;
}

/** Pages through PagerDuty's Events API v2. */
export function pagerDuty(options: { readonly routingKeyFrom: SecretSource }): Receiver {
  return { kind: "pagerDuty", ...givenOptions(options) };
}

/** Posts to a Slack channel through an incoming webhook. */
export function slack(options: { readonly channel: string; readonly urlFrom: SecretSource }): Receiver {
  return { kind: "slack", ...givenOptions(options) };
}

/**
 * Posts to a Microsoft Teams channel through a workflow's webhook (Alertmanager's `msteamsv2`, from 0.28 on).
 * @param options `title` is how runbooks and logs call it; default `Microsoft Teams`
 */
export function microsoftTeams(options: { readonly title?: string; readonly urlFrom: SecretSource }): Receiver {
  return { kind: "microsoftTeams", title: "Microsoft Teams", ...givenOptions(options) };
}

/**
 * Sends an e-mail.
 * @param options `smarthost` is `host:port`; `username` and `passwordFrom` belong together
 */
export function email(options: {
  readonly to: string;
  readonly from: string;
  readonly smarthost: string;
  readonly username?: string;
  readonly passwordFrom?: SecretSource;
}): Receiver {
  return { kind: "email", ...givenOptions(options) };
}

/**
 * Posts Alertmanager's JSON to an address, which counts as a secret because many carry a token.
 * @param options `title` is how runbooks and logs call it; default `webhook`
 */
export function webhook(options: { readonly title?: string; readonly urlFrom: SecretSource }): Receiver {
  return { kind: "webhook", title: "webhook", ...givenOptions(options) };
}

/** Takes a receiver in Alertmanager's own notation; secrets in it are references as well. */
export function rawReceiver(options: Omit<RawReceiver, "kind">): Receiver {
  return { kind: "raw", ...givenOptions(options) };
}

/** A receiver in words, for pages and logs: `Slack #storefront`. */
export function receiverTitle(receiver: Receiver): string {
  switch (receiver.kind) {
    case "pagerDuty":
      return `PagerDuty (${secretTitle(receiver.routingKeyFrom)})`;
    case "slack":
      return `Slack ${receiver.channel}`;
    case "email":
      return `e-mail to ${receiver.to}`;
    case "microsoftTeams":
    case "webhook":
    case "raw":
      return receiver.title;
  }
}

function secretTitle(source: SecretSource): string {
  return "file" in source ? `file ${source.file}` : `Secret ${source.secret}`;
}
