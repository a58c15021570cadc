import { describe, expect, it } from "vitest";
import { isAlert, receiverFor, receiverOf, serviceRules } from "../../alerts/index.ts";
import { config, ledgerObjectives, shopObjectives } from "../services.ts";

describe("the receiver of an alert", () => {
  it.each([
    ["critical", "storefront", "pagerDuty"],
    ["warning", "storefront", "slack"],
    ["critical", "finance", "pagerDuty"],
    ["warning", "finance", "slack"],
  ] as const)("of severity %s and team %s is the team's own", (severity, team, kind) => {
    const receiver = receiverOf(config, { severity, team });
    expect(receiver).toBe(config.teams[team]?.[severity === "critical" ? "page" : "ticket"]);
    expect(receiver?.kind).toBe(kind);
  });

  it.each([
    { severity: "info", team: "storefront" },
    { severity: "critical", team: "nobody" },
    { severity: "critical", team: "constructor" },
    { team: "storefront" },
    { severity: "critical" },
  ])("is nobody for %o", (labels) => {
    expect(receiverOf(config, labels)).toBeUndefined();
  });

  it("follows the severities of the config", () => {
    const named = { ...config, severity: { page: "wake", ticket: "mail" } };
    expect(receiverOf(named, { severity: "mail", team: "finance" })).toBe(receiverFor(config, "finance", "ticket"));
  });

  it("exists for every alert of every service", () => {
    const rules = [shopObjectives, ledgerObjectives].flatMap((service) => serviceRules(service, config).groups);
    const lost = rules
      .flatMap((group) => group.rules.filter(isAlert))
      .filter(({ labels }) => !receiverOf(config, labels));
    expect(lost).toEqual([]);
  });
});
