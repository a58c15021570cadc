import { isDefinitionError } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import {
  type ConfigDefinition,
  defineConfig,
  email,
  microsoftTeams,
  pagerDuty,
  type Receiver,
  rawReceiver,
  receiverTitle,
  slack,
  webhook,
} from "../../config/index.ts";
import { config } from "../services.ts";

const urlFrom = { secret: "hooks", key: "url" };
const environments = { production: { namespace: "live" } };

function problemsOf(ticket: unknown): readonly string[] {
  const teams = { ...config.teams, storefront: { ...config.teams["storefront"], ticket } };
  const definition = { services: config.services, prometheus: config.prometheus, teams, environments };
  try {
    defineConfig(definition as unknown as ConfigDefinition);
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    expect(error.message).not.toContain("hunter2");
    return error.problems.map(({ path, code }) => `${path} ${code}`);
  }
}

const mail = { to: "shop@example.com", from: "alerts@example.com", smarthost: "mail.example.com:587" };

const raw = (alertmanager: unknown): object => ({ kind: "raw", title: "x", alertmanager });
const asObject = (alertmanagerConfig: unknown): object => ({ kind: "raw", title: "x", alertmanagerConfig });
const inWebhook = (webhook: object): object => raw({ webhook_configs: [webhook] });
const inList = "teams.storefront.ticket.alertmanager.webhook_configs[0]";

describe("a receiver", () => {
  const receivers: readonly (readonly [Receiver, string])[] = [
    [pagerDuty({ routingKeyFrom: { secret: "pager", key: "routing" } }), "PagerDuty (Secret pager)"],
    [pagerDuty({ routingKeyFrom: { file: "/run/pager" } }), "PagerDuty (file /run/pager)"],
    [slack({ channel: "#shop", urlFrom }), "Slack #shop"],
    [microsoftTeams({ urlFrom }), "Microsoft Teams"],
    [microsoftTeams({ title: "Teams shop", urlFrom }), "Teams shop"],
    [email(mail), "e-mail to shop@example.com"],
    [
      email({ ...mail, username: "alerts", passwordFrom: { secret: "mail", key: "password" } }),
      "e-mail to shop@example.com",
    ],
    [webhook({ urlFrom: { file: "/run/hook" } }), "webhook"],
    [
      rawReceiver({ title: "Opsgenie", alertmanager: { opsgenie_configs: [{ api_key_file: "/run/key" }] } }),
      "Opsgenie",
    ],
    [
      rawReceiver({
        title: "chat",
        alertmanager: {
          webhook_configs: [
            { url: "https://x.example.com/?team=a", http_config: { http_headers: { Token: { files: ["/run/a"] } } } },
          ],
        },
        alertmanagerConfig: { slackConfigs: [{ apiURL: { name: "slack", key: "url" }, channel: "@shop" }] },
      }),
      "chat",
    ],
  ];

  it.each(receivers)("%o is accepted and called %s", (receiver, title) => {
    expect(problemsOf(receiver)).toEqual([]);
    expect(receiverTitle(receiver)).toBe(title);
  });

  const path = "teams.storefront.ticket";
  it.each([
    [{ kind: "emial", password: "hunter2" }, [`${path} config/receiver`]],
    ["hunter2", [`${path} config/receiver`]],
    [{ kind: "slack", channel: "#a", urlFrom: "https://hunter2" }, [`${path}.urlFrom config/secret`]],
    [
      { kind: "webhook", title: "x", urlFrom: { secret: "https://hunter2/x", key: "y" } },
      [`${path}.urlFrom config/secret-name`],
    ],
    [{ kind: "webhook", title: "x", urlFrom: { file: "hunter2" } }, [`${path}.urlFrom config/secret`]],
    [{ kind: "slack", urlFrom, url: "hunter2" }, [`${path}.url key/unknown`, `${path}.channel text/missing`]],
    [{ kind: "email", ...mail, username: "alerts" }, [`${path} config/email-login`]],
    [{ kind: "email", ...mail, smarthost: "mail" }, [`${path}.smarthost config/smarthost`]],
    [{ kind: "raw", title: "x" }, [`${path} config/raw-receiver`]],
    [
      { kind: "raw", title: "x", alertmanager: { opsgenie_configs: [{ api_key: "hunter2" }] } },
      [`${path}.alertmanager.opsgenie_configs[0].api_key config/secret`],
    ],
    [
      { kind: "raw", title: "x", alertmanager: { slack_configs: [{ api_url: "hunter2" }] } },
      [`${path}.alertmanager.slack_configs[0].api_url config/secret`],
    ],
    [raw({}), [`${path}.alertmanager config/raw-receiver`]],
    [raw("hunter2"), [`${path}.alertmanager config/raw-receiver`]],
    [raw({ opsgenie: [] }), [`${path}.alertmanager.opsgenie key/unknown`]],
    [raw({ nonsense_configs: [{}] }), [`${path}.alertmanager.nonsense_configs key/unknown`]],
    [raw({ slack_configs: [] }), [`${path}.alertmanager.slack_configs config/raw-receiver`]],
    [raw({ slack_configs: ["hunter2", null] }), [`${path}.alertmanager.slack_configs config/raw-receiver`]],
    [
      { kind: "slack", channel: "#a", urlFrom: { ...urlFrom, value: "hunter2" } },
      [`${path}.urlFrom.value key/unknown`],
    ],
    [
      { kind: "slack", channel: "#a", urlFrom: { file: "/run/a", url: "hunter2" } },
      [`${path}.urlFrom.url key/unknown`],
    ],
    [{ kind: "email", ...mail, smarthost: "me:hunter2@mail:25" }, [`${path}.smarthost config/smarthost`]],
    [inWebhook({ url: "https://me:hunter2@x.example.com" }), [`${inList}.url config/secret`]],
    [inWebhook({ url: "https://x.example.com/?access_token=hunter2" }), [`${inList}.url config/secret`]],
    [
      inWebhook({ http_config: { proxy_url: "http://me:hunter2@proxy:3128" } }),
      [`${inList}.http_config.proxy_url config/secret`],
    ],
    [
      inWebhook({ http_config: { tls_config: { cert: "x", key: "hunter2" } } }),
      [`${inList}.http_config.tls_config.key config/secret`],
    ],
    [
      inWebhook({ http_config: { http_headers: { Token: { secrets: ["hunter2"] }, Other: { values: ["hunter2"] } } } }),
      [
        `${inList}.http_config.http_headers.Token.secrets config/secret`,
        `${inList}.http_config.http_headers.Other.values config/secret`,
      ],
    ],
    [
      raw({ email_configs: [{ smarthost: "me:hunter2@mail:25" }] }),
      [`${path}.alertmanager.email_configs[0].smarthost config/secret`],
    ],
    [
      asObject({ opsgenieConfigs: [{ apiKey: "hunter2" }], telegramConfigs: [{ botToken: "hunter2" }] }),
      [
        `${path}.alertmanagerConfig.opsgenieConfigs[0].apiKey config/secret`,
        `${path}.alertmanagerConfig.telegramConfigs[0].botToken config/secret`,
      ],
    ],
    [
      asObject({ slackConfigs: [{ apiURL: "https://hunter2" }] }),
      [`${path}.alertmanagerConfig.slackConfigs[0].apiURL config/secret`],
    ],
  ])("%j is refused without showing a secret", (receiver, problems) => {
    expect(problemsOf(receiver)).toEqual(problems);
  });
});
