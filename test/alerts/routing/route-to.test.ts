import { describe, expect, it } from "vitest";
import { routeResults, routeTo } from "../../../alerts/index.ts";
import { config } from "../../services.ts";
import { berlin, heartbeat, operatorObjects, routed, wholeFile } from "./routed-configs.ts";

const page = {
  alertname: "ErrorBudgetBurn",
  namespace: "live-services",
  job: "shop",
  sli: "availability",
  team: "storefront",
  severity: "critical",
};
const ticket = { ...page, severity: "warning" };

describe("the receivers of an alert", () => {
  it.each([
    ["labels only", config],
    ["the whole file", wholeFile],
    ["the operator's objects", operatorObjects],
  ])("have the names of the config with %s", (_, given) => {
    expect(routeTo(given, page).receivers).toEqual(["storefront-page"]);
    expect(routeTo(given, ticket).receivers).toEqual(["storefront-ticket"]);
  });

  it("are none for an alert without a team, unless somebody takes the rest", () => {
    const strange = { alertname: "KubePodCrashLooping", namespace: "live-services", severity: "critical" };
    expect([config, wholeFile, operatorObjects].map((given) => routeTo(given, strange).receivers)).toEqual([
      [],
      ["otherwise"],
      [],
    ]);
  });

  it("say what holds the alert back", () => {
    expect(routeTo(wholeFile, ticket, { whileFiring: [page] })).toEqual({
      receivers: [],
      inhibitedBy: page,
      muted: [],
    });
  });

  it("say who is silent at night", () => {
    const atSeconds = Date.parse("2026-11-20T23:00:00+01:00") / 1000;
    expect(routeTo(wholeFile, ticket, { atSeconds })).toEqual({
      receivers: [],
      inhibitedBy: undefined,
      muted: ["storefront-ticket"],
    });
  });

  it("are those of the heartbeat for the Watchdog", () => {
    expect(routeTo(wholeFile, { alertname: "Watchdog", severity: "none" }).receivers).toEqual(["dead-mans-switch"]);
  });

  it("are both where the platform tells as well", () => {
    const doubled = routed({
      mode: "alertmanagerConfig",
      platform: {
        route: { receiver: "null", routes: [{ matchers: ['severity="critical"'], receiver: "platform" }] },
        receivers: [{ name: "null" }, { name: "platform", webhook_configs: [{ url_file: "/run/platform" }] }],
      },
    });
    expect(routeTo(doubled, page).receivers).toEqual(["storefront-page", "platform"]);
  });
});

describe("the routing tests of a config", () => {
  const results = routeResults(
    routed({
      mode: "alertmanager",
      deadMansSwitch: heartbeat,
      officeHours: berlin,
      tests: [
        { alert: page, reaches: ["storefront-page"] },
        { alert: ticket, whileFiring: [page], reaches: [] },
        { alert: ticket, at: "2026-11-20T23:00:00+01:00", reaches: ["storefront-ticket"] },
        { alert: ticket, whileFiring: [page], reaches: ["storefront-ticket"] },
        { alert: page, reaches: ["finance-page"] },
        { alert: { ...page, team: "none" }, reaches: ["storefront-page"] },
      ],
    }),
  );

  it("pass and fail with the reason", () => {
    expect(results.map(({ passed, why }) => (passed ? "passed" : why))).toEqual([
      "passed",
      "passed",
      "storefront-ticket is silent at that time",
      `inhibited by alertname="ErrorBudgetBurn", namespace="live-services", job="shop", sli="availability", team="storefront", severity="critical"`,
      "reaches storefront-page",
      "no route names a receiver",
    ]);
  });
});
