import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alertmanagerFile, routeFinder } from "../../../alerts/index.ts";
import { email, microsoftTeams, rawReceiver } from "../../../config/index.ts";
import { config } from "../../services.ts";
import { realTool } from "../../support/real-tools.ts";
import { wholeFile } from "./routed-configs.ts";

const file = alertmanagerFile(wholeFile);

describe("Alertmanager's file", () => {
  it("routes the heartbeat first, then each team by urgency, one notification for a service, place and urgency", () => {
    expect(file.route).toEqual({
      receiver: "otherwise",
      group_by: ["alertname", "namespace", "job", "severity"],
      routes: [
        {
          receiver: "dead-mans-switch",
          matchers: ['alertname="Watchdog"'],
          group_by: ["alertname"],
          group_wait: "0s",
          group_interval: "1m",
          repeat_interval: "50s",
        },
        { receiver: "nobody", matchers: ['severity="none"'] },
        ...["storefront", "finance"].map((team) => ({
          matchers: [`team="${team}"`],
          group_by: ["namespace", "job", "severity"],
          routes: [
            {
              receiver: `${team}-page`,
              matchers: ['severity="critical"'],
              group_wait: "30s",
              group_interval: "5m",
              repeat_interval: "4h",
            },
            {
              receiver: `${team}-ticket`,
              matchers: ['severity="warning"'],
              group_wait: "5m",
              group_interval: "5m",
              repeat_interval: "8h",
              active_time_intervals: ["office-hours"],
            },
          ],
        })),
      ],
    });
  });

  it("knows secrets only as files", () => {
    const [, otherwise, beat, page, ticket] = file.receivers;
    expect(file.receivers.map(({ name }) => name)).toEqual([
      ...[
        "nobody",
        "otherwise",
        "dead-mans-switch",
        "storefront-page",
        "storefront-ticket",
        "finance-page",
        "finance-ticket",
      ],
    ]);
    expect(page).toMatchObject({
      pagerduty_configs: [{ send_resolved: true, routing_key_file: "/etc/alertmanager/secrets/pagerduty/routing-key" }],
    });
    expect(ticket).toMatchObject({
      slack_configs: [{ channel: "#storefront", api_url_file: "/etc/alertmanager/secrets/slack-storefront/url" }],
    });
    expect(otherwise).toMatchObject({ webhook_configs: [{ url_file: "/run/operations" }] });
    expect(beat).toMatchObject({ webhook_configs: [{ send_resolved: false }] });
  });

  it("tells nobody of what no team owns, unless it is told whom", () => {
    const { route, receivers, time_intervals } = alertmanagerFile(config);
    expect([route.receiver, route.routes?.[0]?.receiver, time_intervals]).toEqual(["nobody", "nobody", undefined]);
    expect(receivers[0]).toEqual({ name: "nobody" });
  });

  it("keeps what is meant for nobody from whoever is told of the rest, and the heartbeat alive", () => {
    const told = (labels: Readonly<Record<string, string>>) =>
      routeFinder(file.route)({ severity: "none", ...labels }).map(({ receiver }) => receiver);
    expect(told({ alertname: "InfoInhibitor" })).toEqual(["nobody"]);
    expect(told({ alertname: "Watchdog" })).toEqual(["dead-mans-switch"]);
    expect(told({ alertname: "NodeDown", severity: "critical" })).toEqual(["otherwise"]);
  });

  it("repeats tickets once a day where they are told at any time", () => {
    const [, team] = alertmanagerFile(config).route.routes ?? [];
    expect(team?.routes?.map(({ repeat_interval }) => repeat_interval)).toEqual(["4h", "1d"]);
  });

  it("has no inhibition without a source and a target among the alerts", () => {
    const { inhibit_rules = [] } = alertmanagerFile({ ...wholeFile, services: wholeFile.services.slice(1) });
    expect(JSON.stringify(inhibit_rules)).not.toContain("shop");
  });
});

const amtool = realTool("amtool");
const secret = { secret: "mail", key: "password" };
const kinds = {
  ...wholeFile,
  teams: {
    storefront: {
      page: email({
        to: "a@example.com",
        from: "b@example.com",
        smarthost: "c.example.com:25",
        username: "d",
        passwordFrom: secret,
      }),
      ticket: microsoftTeams({ urlFrom: { secret: "teams", key: "url" } }),
    },
    finance: {
      ticket: rawReceiver({ title: "O", alertmanager: { opsgenie_configs: [{ api_key_file: "/run/key" }] } }),
    },
  },
};

describe.skipIf(amtool === undefined)("the real amtool", () => {
  it.each([
    ["every kind of receiver", kinds],
    ["pages and chat", wholeFile],
    ["the least", config],
  ])("accepts the file with %s", (_, given) => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-amtool-"));
    try {
      const path = join(folder, "alertmanager.yaml");
      writeFileSync(path, JSON.stringify(alertmanagerFile(given)));
      const { status, stdout, stderr } = spawnSync(amtool ?? "", ["check-config", path], { encoding: "utf8" });
      expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: expect.stringContaining("SUCCESS") });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
