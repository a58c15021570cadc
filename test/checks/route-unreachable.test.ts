import { describe, expect, it } from "vitest";
import type { CheckInput } from "../../checks/index.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

const clean: NonNullable<CheckInput["routing"]> = {
  artefact: "alertmanager/alertmanager.yaml",
  unreachable: [],
  misrouted: [],
  inhibitions: [],
  unusedReceivers: [],
};

describe.skipIf(!engineIsBuilt)("route-unreachable", () => {
  const findings = findingsOf("route-unreachable");
  const labels = { alertname: "ErrorBudgetBurn", severity: "critical", team: "finance" };

  it("warns of a route that an earlier one hides", async () => {
    const shadowedBy = { path: "route.routes[0]", matchers: ['a="b"'] };
    const unreachable = [{ path: "route.routes[1]", matchers: ['a="b"', 'c="d"'], shadowedBy }];
    expect(await findings({ routing: { ...clean, unreachable } })).toMatchObject([
      {
        severity: "warning",
        where: { item: "route.routes[1]" },
        message: 'No alert reaches the route {a="b", c="d"}: route.routes[0] {a="b"} takes all of its alerts first.',
      },
    ]);
  });

  it("warns of matchers that exclude each other", async () => {
    const unreachable = [{ path: "route.routes[1]", matchers: ['a="b"'], shadowedBy: undefined }];
    const [finding] = await findings({ routing: { ...clean, unreachable } });
    expect(finding?.message).toContain("exclude each other");
  });

  it.each([
    [[], "error", "reaches nobody"],
    [["archive"], "error", "reaches archive"],
    [["finance-page", "platform"], "warning", "reaches finance-page and platform"],
  ])("tells of an alert that reaches %j: %s", async (reached, severity, words) => {
    const misrouted = [{ labels, expected: "finance-page", reached }];
    const [finding] = await findings({ routing: { ...clean, misrouted } });
    expect(finding).toMatchObject({ severity, message: expect.stringContaining(words) });
  });

  it("accepts a routing in which all is well", async () => {
    expect(await findings({ routing: clean })).toEqual([]);
  });
});
