import { isDefinitionError } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { type ConfigDefinition, defineConfig, officeHours, type Routing, webhook } from "../../config/index.ts";
import { config } from "../services.ts";

function problemsOf(routing: unknown, change: Record<string, unknown> = {}): readonly string[] {
  const { services, prometheus, teams } = config;
  const environments = { production: { namespace: "live" } };
  try {
    defineConfig({ services, prometheus, teams, environments, routing, ...change } as unknown as ConfigDefinition);
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, code }) => `${path} ${code}`);
  }
}

const beat = webhook({ urlFrom: { secret: "heartbeat", key: "url" } });
const utc = officeHours({ location: "UTC" });
const berlin = officeHours({
  location: "Europe/Berlin",
  from: "08:30",
  until: "24:00",
  weekdays: ["monday:thursday", "friday"],
});
const night = { name: "night", time_intervals: [{ times: [{ start_time: "22:00", end_time: "24:00" }] }] };

describe("the routing of a config", () => {
  it.each<Routing>([
    { mode: "labelsOnly" },
    { mode: "alertmanagerConfig", officeHours: utc },
    { mode: "alertmanagerConfig", matcherStrategy: "OnNamespaceExceptForAlertmanagerNamespace", deadMansSwitch: beat },
    { mode: "alertmanagerConfig", platform: { route: { receiver: "null" }, receivers: [{ name: "null" }] } },
    {
      mode: "alertmanager",
      officeHours: berlin,
      deadMansSwitch: beat,
      otherwise: beat,
      receivers: { archive: beat },
      routes: [
        {
          matchers: ['severity="info"'],
          receiver: "archive",
          mute_time_intervals: ["night"],
          repeat_interval: "1d12h",
        },
      ],
      inhibitRules: [{ source_matchers: ['a="b"'], target_matchers: ['c=~"d|e"'], equal: ["job"] }],
      timeIntervals: [night],
      secretsFolder: "/run/secrets",
      tests: [
        {
          alert: { alertname: "A", team: "storefront" },
          reaches: ["storefront-page", "archive"],
          at: "2026-03-29T03:00:00+02:00",
        },
      ],
    },
  ])("%j is accepted", (routing) => {
    expect(problemsOf(routing)).toEqual([]);
  });

  const file = { mode: "alertmanager" };
  const routeTo = (route: object) => ({ ...file, routes: [route] });
  it.each([
    [{ mode: "alertmanger" }, "routing.mode config/routing-mode"],
    [{ mode: "labelsOnly", officeHours: utc }, "routing.officeHours key/unknown"],
    [{ mode: "alertmanagerConfig", officeHours: berlin }, "routing.officeHours.location config/office-location"],
    [{ ...file, officeHours: { ...utc, location: "Berlin" } }, "routing.officeHours.location config/office-location"],
    [{ ...file, officeHours: { ...utc, from: "17:00", until: "9:00" } }, "routing.officeHours config/office-hours"],
    [
      { ...file, officeHours: { ...utc, weekdays: ["friday:monday"] } },
      "routing.officeHours.weekdays config/office-days",
    ],
    [{ mode: "alertmanagerConfig", deadMansSwitch: beat }, "routing.deadMansSwitch config/dead-mans-switch"],
    [
      { mode: "alertmanagerConfig", matcherStrategy: "OnNamespaces" },
      "routing.matcherStrategy config/matcher-strategy",
    ],
    [{ mode: "alertmanagerConfig", platform: { receivers: [] } }, "routing.platform config/platform"],
    [{ ...file, deadMansSwitch: "https://example.com" }, "routing.deadMansSwitch config/receiver"],
    [routeTo({ receiver: "storfront-page" }), "routing.routes[0].receiver config/route-receiver"],
    [routeTo({ matchers: ["severity"] }), "routing.routes[0].matchers[0] config/matcher"],
    [routeTo({ group_wait: "half an hour" }), "routing.routes[0].group_wait config/duration"],
    [routeTo({ mute_time_intervals: ["nigth"] }), "routing.routes[0].mute_time_intervals config/route-interval"],
    [routeTo({ routes: [{ receiver: 7 }] }), "routing.routes[0].routes[0].receiver config/route-receiver"],
    [routeTo({ match: { a: "b" } }), "routing.routes[0].match key/unknown"],
    [
      { ...file, inhibitRules: [{ source_matchers: ["a=b"] }] },
      "routing.inhibitRules[0].target_matchers config/inhibition",
    ],
    [{ ...file, timeIntervals: [{ name: "x" }] }, "routing.timeIntervals[0] config/time-interval"],
    [{ ...file, receivers: { "finance-page": beat } }, 'routing.receivers["finance-page"] config/receiver-twice'],
    [{ ...file, global: { smtp_auth_password: "hunter2" } }, "routing.global.smtp_auth_password config/secret"],
    [{ ...file, secretsFolder: "secrets" }, "routing.secretsFolder config/secrets-folder"],
    [
      { ...file, tests: [{ alert: { a: "b" }, reaches: ["nowhere"] }] },
      "routing.tests[0].reaches[0] config/route-receiver",
    ],
    [{ ...file, tests: [{ alert: { a: 1 }, reaches: [] }] }, "routing.tests[0] config/route-test"],
    [
      { ...file, tests: [{ alert: {}, reaches: [], at: "2026-03-29T03:00:00" }] },
      "routing.tests[0].at config/route-test-moment",
    ],
  ])("%j is refused", (routing, problem) => {
    expect(problemsOf(routing)).toEqual([problem]);
  });

  it("needs the namespace in the identity where the operator adds it to every matcher", () => {
    const identity = { identity: ["job"] };
    expect(problemsOf({ mode: "alertmanagerConfig" }, identity)).toEqual(["identity config/routing-namespace"]);
    expect(problemsOf({ mode: "alertmanagerConfig", matcherStrategy: "None" }, identity)).toEqual([]);
  });

  it("takes secrets from files only where it writes the whole file", () => {
    const teams = {
      ...config.teams,
      finance: { ...config.teams["finance"], ticket: webhook({ urlFrom: { file: "/run/hook" } }) },
    };
    expect(problemsOf({ mode: "alertmanager" }, { teams })).toEqual([]);
    expect(problemsOf({ mode: "alertmanagerConfig" }, { teams })).toEqual([
      "teams.finance.ticket.urlFrom config/secret-file",
    ]);
  });

  it("needs a raw receiver in the form of its mode", () => {
    const raw = { kind: "raw", title: "Opsgenie", alertmanagerConfig: { opsgenieConfigs: [{}] } };
    const teams = { ...config.teams, finance: { ...config.teams["finance"], ticket: raw } };
    expect(problemsOf({ mode: "alertmanagerConfig" }, { teams })).toEqual([]);
    expect(problemsOf({ mode: "alertmanager" }, { teams })).toEqual(["teams.finance.ticket config/raw-receiver"]);
  });
});
