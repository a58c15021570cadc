import { describe, expect, it } from "vitest";
import { routingFacts } from "../../../alerts/index.ts";
import type { AlertmanagerRoute } from "../../../config/index.ts";
import { config } from "../../services.ts";
import { heartbeat, operatorObjects, routed, wholeFile } from "./routed-configs.ts";

const withRoutes = (...routes: readonly AlertmanagerRoute[]) =>
  routingFacts(routed({ mode: "alertmanager", routes, receivers: { archive: heartbeat, idle: heartbeat } }));

describe("the facts about a routing", () => {
  it.each([
    ["labels only", config],
    ["the whole file", wholeFile],
    ["the operator's objects", operatorObjects],
  ])("are clean for what is generated with %s", (_, given) => {
    const { unreachable, misrouted, inhibitions, unusedReceivers } = routingFacts(given);
    expect({ unreachable, misrouted, unusedReceivers }).toEqual({
      unreachable: [],
      misrouted: [],
      unusedReceivers: [],
    });
    expect(inhibitions.filter(({ reach }) => !reach.matches || reach.missingLabels.length > 0)).toEqual([]);
  });

  it("name a route that an earlier one hides", () => {
    const hidden = { matchers: ['severity="info"', 'team="x"'], receiver: "archive" };
    const { unreachable } = withRoutes({ matchers: ['severity=~"info|debug"'], receiver: "archive" }, hidden);
    expect(unreachable).toEqual([
      {
        path: "route.routes[2]",
        matchers: hidden.matchers,
        shadowedBy: { path: "route.routes[1]", matchers: ['severity=~"info|debug"'] },
      },
    ]);
  });

  it.each<readonly [string, AlertmanagerRoute, AlertmanagerRoute]>([
    ["goes on", { matchers: ['a="b"'], receiver: "archive", continue: true }, { matchers: ['a="b"'] }],
    ["is more special", { matchers: ['a="b"', 'c="d"'] }, { matchers: ['a="b"'] }],
    ["asks for another value", { matchers: ['a="b"'] }, { matchers: ['a="c"'] }],
    ["asks for a pattern", { matchers: ['a=~"b+"'] }, { matchers: ['a=~"c+"'] }],
  ])("leave a route alone whose predecessor %s", (_, first, second) => {
    expect(withRoutes(first, second).unreachable).toEqual([]);
  });

  it("take a pattern that matches everything for one that matches alerts without the label", () => {
    const { unreachable, misrouted } = withRoutes({ matchers: ['team=~".*"'], receiver: "archive" });
    expect(unreachable.map(({ path }) => path)).toEqual(["route.routes[2]", "route.routes[3]"]);
    expect(misrouted[0]).toMatchObject({ expected: "storefront-page", reached: ["archive"] });
  });

  it("name a route whose matchers exclude those above", () => {
    const { unreachable } = withRoutes({ matchers: ['a="b"'], routes: [{ matchers: ['a=~"c|d"'] }] });
    expect(unreachable).toEqual([{ path: "route.routes[1].routes[0]", matchers: ['a=~"c|d"'], shadowedBy: undefined }]);
  });

  it("name alerts that the platform tells as well", () => {
    const { misrouted } = routingFacts(
      routed({
        mode: "alertmanagerConfig",
        platform: {
          route: { receiver: "null", routes: [{ matchers: ['alertname="ServiceTargetsDown"'], receiver: "platform" }] },
          receivers: [{ name: "null" }, { name: "platform", webhook_configs: [{}] }],
        },
      }),
    );
    expect(new Set(misrouted.map(({ labels }) => labels["alertname"]))).toEqual(new Set(["ServiceTargetsDown"]));
    expect(misrouted[0]?.reached).toEqual(["live-services/shop/storefront-page", "platform"]);
  });

  it("name receivers that nothing leads to", () => {
    const routes = [{ matchers: ['severity="info"'], receiver: "archive" }];
    const teams = { ...config.teams, warehouse: { ticket: heartbeat } };
    const given = {
      ...routed({ mode: "alertmanager", routes, receivers: { archive: heartbeat, idle: heartbeat } }),
      teams,
    };
    expect(routingFacts(given).unusedReceivers).toEqual(["warehouse-ticket", "idle"]);
  });

  it("tell what an inhibition compares", () => {
    const rule = {
      source_matchers: ['alertname="ServiceTargetsDown"'],
      target_matchers: ['alertname="ErrorBudgetBurn"'],
    };
    const asked = (equal: readonly string[]) => {
      const { inhibitions } = routingFacts(routed({ mode: "alertmanager", inhibitRules: [{ ...rule, equal }] }));
      const { matches, missingLabels } = inhibitions.at(-1)?.reach ?? {};
      return { matches, missingLabels };
    };
    expect(asked(["job"])).toEqual({ matches: true, missingLabels: [] });
    expect(asked(["sli"])).toEqual({ matches: false, missingLabels: [] });
    expect(asked(["cluster"])).toEqual({ matches: true, missingLabels: ["cluster"] });
  });
});
