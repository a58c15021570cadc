import type { AlertmanagerReceiver, Receiver, SecretKey, SecretSource, Urgency } from "../../config/index.ts";
import { messageTexts, pagerDutySeverity } from "./message-texts.ts";

/**
 * A receiver as Alertmanager's configuration file has it. Every kind tells of the end of an alert as well.
 * @param secretsFolder where Secrets are mounted, as `<folder>/<secret>/<key>`
 */
export function receiverBlock(
  name: string,
  receiver: Receiver,
  urgency: Urgency,
  secretsFolder: string,
): AlertmanagerReceiver {
  const file = (source: SecretSource): string =>
    "file" in source ? source.file : `${secretsFolder}/${source.secret}/${source.key}`;
  switch (receiver.kind) {
    case "pagerDuty": {
      const texts = { description: messageTexts.headline, severity: pagerDutySeverity[urgency] };
      const block = { send_resolved: true, routing_key_file: file(receiver.routingKeyFrom), ...texts };
      return { name, pagerduty_configs: [block] };
    }
    case "slack": {
      const { channel, urlFrom } = receiver;
      const texts = { title: messageTexts.title, text: messageTexts.text[urgency] };
      return { name, slack_configs: [{ send_resolved: true, api_url_file: file(urlFrom), channel, ...texts }] };
    }
    case "microsoftTeams":
      return { name, msteamsv2_configs: [{ send_resolved: true, webhook_url_file: file(receiver.urlFrom) }] };
    case "email": {
      const { to, from, smarthost, username, passwordFrom } = receiver;
      const login =
        username === undefined || passwordFrom === undefined
          ? {}
          : { auth_username: username, auth_password_file: file(passwordFrom) };
      const headers = { Subject: messageTexts.title };
      return { name, email_configs: [{ send_resolved: true, to, from, smarthost, ...login, headers }] };
    }
    case "webhook":
      return { name, webhook_configs: [{ send_resolved: true, url_file: file(receiver.urlFrom) }] };
    case "raw":
      return { name, ...receiver.alertmanager };
  }
}

/** A receiver of an AlertmanagerConfig: its name, and lists such as `webhookConfigs`. */
export interface ConfigReceiver {
  readonly name: string;
  readonly [configs: `${string}Configs`]: readonly Readonly<Record<string, unknown>>[];
}

/** A receiver as an AlertmanagerConfig (`v1alpha1`) has it; secrets are keys of Secrets in the object's namespace. */
export function configReceiver(name: string, receiver: Receiver, urgency: Urgency): ConfigReceiver {
  switch (receiver.kind) {
    case "pagerDuty": {
      const texts = { description: messageTexts.headline, severity: pagerDutySeverity[urgency] };
      return { name, pagerdutyConfigs: [{ sendResolved: true, routingKey: keyOf(receiver.routingKeyFrom), ...texts }] };
    }
    case "slack": {
      const { channel, urlFrom } = receiver;
      const texts = { title: messageTexts.title, text: messageTexts.text[urgency] };
      return { name, slackConfigs: [{ sendResolved: true, apiURL: keyOf(urlFrom), channel, ...texts }] };
    }
    case "microsoftTeams":
      return { name, msteamsv2Configs: [{ sendResolved: true, webhookURL: keyOf(receiver.urlFrom) }] };
    case "email": {
      const { to, from, smarthost, username, passwordFrom } = receiver;
      const login =
        username === undefined || passwordFrom === undefined
          ? {}
          : { authUsername: username, authPassword: keyOf(passwordFrom) };
      const headers = [{ key: "Subject", value: messageTexts.title }];
      return { name, emailConfigs: [{ sendResolved: true, to, from, smarthost, ...login, headers }] };
    }
    case "webhook":
      return { name, webhookConfigs: [{ sendResolved: true, urlSecret: keyOf(receiver.urlFrom) }] };
    case "raw":
      return { name, ...receiver.alertmanagerConfig };
  }
}

/** The door lets no file through where an AlertmanagerConfig is written. */
function keyOf(source: SecretSource): { readonly name: string; readonly key: string } {
  const { secret, key } = source as SecretKey;
  return { name: secret, key };
}

/** A receiver that is told of nothing's end: a dead man's switch waits for the next beat, and an end would look like one. */
export function withoutResolved<T extends AlertmanagerReceiver | ConfigReceiver>(receiver: T): T {
  const entries = Object.entries(receiver).map(([key, value]) => {
    if (!Array.isArray(value)) return [key, value];
    const field = key.endsWith("_configs") ? "send_resolved" : "sendResolved";
    return [key, value.map((config) => ({ ...config, [field]: false }))];
  });
  return Object.fromEntries(entries) as T;
}
