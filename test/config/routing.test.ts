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
  const inZone = (location: string) => ({ ...file, officeHours: { ...utc, location } });
  const spanning = (one: object) => ({ ...file, timeIntervals: [{ name: "own", time_intervals: [one] }] });
  const span = "routing.timeIntervals[0].time_intervals[0]";
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
    [inZone("europe/berlin"), "routing.officeHours.location config/office-location"],
    [inZone("asia/kolkata"), "routing.officeHours.location config/office-location"],
    [inZone("+02:00"), "routing.officeHours.location config/office-location"],
    [inZone("utc"), "routing.officeHours.location config/office-location"],
    [{ ...file, timeIntervals: [night, night] }, "routing.timeIntervals[1].name config/time-interval-name"],
    [
      { ...file, officeHours: utc, timeIntervals: [{ ...night, name: "office-hours" }] },
      "routing.timeIntervals[0].name config/time-interval-name",
    ],
    [spanning({ weekday: ["monday"] }), `${span}.weekday key/unknown`],
    [spanning({ times: [{ start_time: "22:00", end_time: "06:00" }] }), `${span}.times config/time-interval`],
    [spanning({ times: "22:00" }), `${span}.times config/time-interval`],
    [spanning({ weekdays: ["friday:monday"] }), `${span}.weekdays config/time-interval`],
    [spanning({ days_of_month: ["7:1"] }), `${span}.days_of_month config/time-interval`],
    [spanning({ days_of_month: ["-1:3"] }), `${span}.days_of_month config/time-interval`],
    [spanning({ days_of_month: ["0"] }), `${span}.days_of_month config/time-interval`],
    [spanning({ months: ["may:march"] }), `${span}.months config/time-interval`],
    [spanning({ years: ["2027:2026"] }), `${span}.years config/time-interval`],
    [spanning({ location: "Europe/Berln" }), `${span}.location config/office-location`],
    [routeTo({ group_interval: "0s" }), "routing.routes[0].group_interval config/duration"],
    [routeTo({ repeat_interval: "0" }), "routing.routes[0].repeat_interval config/duration"],
    [routeTo({ group_by: "job" }), "routing.routes[0].group_by config/label-list"],
    [routeTo({ group_by: ["job", "job"] }), "routing.routes[0].group_by[1] config/label-list"],
    [routeTo({ group_by: ["...", "job"] }), "routing.routes[0].group_by[0] config/label-list"],
    [routeTo({ group_by: ["jo b"] }), "routing.routes[0].group_by[0] config/label-list"],
    [routeTo({ continue: "yes" }), "routing.routes[0].continue config/route-continue"],
    [
      { ...file, inhibitRules: [{ source_matchers: ["a=b"], target_matchers: ["c=d"], equal: "job" }] },
      "routing.inhibitRules[0].equal config/label-list",
    ],
    [
      { ...file, inhibitRules: [{ source_matchers: ["a=b"], target_matchers: ["c=d"], equal: ["job", 5] }] },
      "routing.inhibitRules[0].equal[1] config/label-list",
    ],
    [{ ...file, receivers: { "": beat } }, 'routing.receivers[""] config/receiver-name'],
    [{ ...file, receivers: "archive" }, "routing.receivers config/routing-shape"],
    [{ ...file, global: "x" }, "routing.global config/routing-shape"],
    [{ ...file, templates: [5] }, "routing.templates config/routing-shape"],
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

  it.each([
    "UTC",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Europe/Kyiv",
    "US/Eastern",
    "CET",
    "Etc/UTC",
    "America/Port-au-Prince",
  ])("takes the time zone %s", (location) => {
    expect(problemsOf(inZone(location))).toEqual([]);
  });

  it("takes every span that Alertmanager takes", () => {
    const one = {
      times: [{ start_time: "00:00", end_time: "24:00" }],
      weekdays: ["Monday:friday", "sunday"],
      days_of_month: ["1:7", "-3:-1", "1:-1", "31"],
      months: ["december", "1:3", "May:june"],
      years: ["2026:2027", "2030"],
      location: "Europe/Berlin",
    };
    expect(problemsOf(spanning(one))).toEqual([]);
    expect(problemsOf(routeTo({ group_by: ["..."], group_wait: "0s", continue: false }))).toEqual([]);
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
