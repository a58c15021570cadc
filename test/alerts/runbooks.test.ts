import { describe, expect, it } from "vitest";
import { isAlert, runbooks, serviceRules } from "../../alerts/index.ts";
import { config, ledgerObjectives } from "../services.ts";

describe("runbooks", () => {
  const names = new Set(
    config.services.flatMap((service) =>
      serviceRules(service, config).groups.flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert)),
    ),
  );

  it("exist for every alert that a service has, and for no other", () => {
    expect(new Set(Object.keys(runbooks(config)))).toEqual(new Set([...names].map((name) => `${name}.md`)));
  });

  it("name the board and the receivers of each service that has the alert", () => {
    expect(runbooks(config)["ErrorBudgetBurn.md"]).toContain(
      "| ledger | finance | [ledger-service](https://grafana.example.com/d/ledger-service) | critical: PagerDuty (Secret pagerduty-finance); warning: Slack #finance |",
    );
  });

  it("have no page for an alert that no service has", () => {
    const foreign = { ...config, services: [ledgerObjectives] };
    expect(Object.keys(runbooks(foreign))).not.toContain("IndicatorRouteUnmatched.md");
  });

  it("are where the alerts link to", () => {
    const pages = new Set(Object.keys(runbooks(config)));
    const links = config.services.flatMap((service) =>
      serviceRules(service, config).groups.flatMap(({ rules }) =>
        rules.filter(isAlert).map(({ annotations }) => annotations["runbook_url"]),
      ),
    );
    expect(links.filter((link) => !pages.has(link?.split("/").at(-1) ?? ""))).toEqual([]);
  });
});
