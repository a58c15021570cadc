import { describe, expect, it } from "vitest";
import { type AlertLabels, effectiveRouting, isAlert, router, serviceRules } from "../../../alerts/index.ts";
import type { Config } from "../../../config/index.ts";
import { shopObjectives } from "../../services.ts";
import { operatorObjects, wholeFile } from "./routed-configs.ts";

/** Every alert of the shop in an environment, as if all fired at once. */
function allAlerts(config: Config, place: "production" | "staging"): readonly AlertLabels[] {
  const environment = config.environments.filter(({ name }) => name === place);
  const namespace = environment[0]?.namespace ?? "";
  return serviceRules(shopObjectives, config, environment).groups.flatMap((group) =>
    group.rules.filter(isAlert).map(({ alert, labels }) => ({ alertname: alert, namespace, job: "shop", ...labels })),
  );
}

const burning = ["ErrorBudgetBurn", "ServiceHangs", "BusinessStopped", "BusinessThreshold"];
const workday = Date.parse("2026-11-20T10:00:00Z") / 1000;

describe.each([
  ["Alertmanager's own file", wholeFile],
  ["the operator's merge", operatorObjects],
])("one outage with %s", (_, config) => {
  const route = router(effectiveRouting(config));
  const told = (alerts: readonly AlertLabels[]) =>
    route(alerts, workday).notifications.map(({ receiver, alerts: listed, groupLabels }) => ({
      receiver: receiver.replace(/^.*\//, ""),
      alerts: listed.length,
      groupLabels,
    }));

  it("is one page when every target of a service is down", () => {
    const alerts = allAlerts(config, "production").filter(({ alertname }) => alertname !== "ServiceAbsent");
    expect(alerts.length).toBeGreaterThan(5);
    expect(told(alerts)).toEqual([
      {
        receiver: "storefront-page",
        alerts: 1,
        groupLabels: { namespace: "live-services", job: "shop", severity: "critical" },
      },
    ]);
  });

  it("is one page, about the journey, when every request fails", () => {
    const alerts = allAlerts(config, "production").filter(
      ({ alertname, sli }) => burning.includes(alertname ?? "") && sli !== "payments",
    );
    const { notifications } = route(alerts, workday);
    expect(told(alerts)).toHaveLength(1);
    const listed = notifications.flatMap((each) => each.alerts);
    expect(listed.filter(({ alertname }) => alertname === "ErrorBudgetBurn").map(({ sli }) => sli)).toEqual([
      "checkout",
    ]);
  });

  it("is one ticket message where the environment does not page", () => {
    const alerts = allAlerts(config, "staging").filter(({ alertname }) => alertname !== "ServiceAbsent");
    expect(told(alerts)).toEqual([
      {
        receiver: "storefront-ticket",
        alerts: 1,
        groupLabels: { namespace: "rehearsal", job: "shop", severity: "warning" },
      },
    ]);
  });

  it("does not hide the same service elsewhere, nor another objective's ticket", () => {
    const [page] = allAlerts(config, "production").filter(
      ({ alertname, sli, severity }) =>
        alertname === "ErrorBudgetBurn" && sli === "availability" && severity === "critical",
    );
    const elsewhere = { ...page, namespace: "rehearsal", severity: "warning" };
    const payments = { ...page, sli: "payments", severity: "warning" };
    expect(route([page ?? {}, elsewhere, payments], workday).inhibited).toEqual([]);
  });

  it("lets failures hold back the ticket about slow answers, and no page about them", () => {
    const page = {
      ...{ alertname: "ErrorBudgetBurn", sli: "availability", team: "storefront", severity: "critical" },
      ...{ namespace: "live-services", job: "shop" },
    };
    const slow = { ...page, sli: "fast" };
    const slowTicket = { ...slow, severity: "warning" };
    expect(route([page, slow, slowTicket], workday).inhibited.map(({ alert }) => alert)).toEqual([slowTicket]);
    expect(route([page, slow], workday).inhibited).toEqual([]);
  });

  it("sends its tickets in office hours only", () => {
    const ticket = {
      alertname: "ErrorBudgetBurn",
      namespace: "rehearsal",
      job: "shop",
      sli: "fast",
      team: "storefront",
      severity: "warning",
    };
    const night = Date.parse("2026-11-20T02:00:00Z") / 1000;
    expect(route([ticket], night)).toMatchObject({ notifications: [], muted: [{ alert: ticket }] });
    expect(route([ticket], workday).notifications).toHaveLength(1);
    expect(route([ticket]).notifications).toHaveLength(1);
  });
});

describe("a service that is absent in one cluster of two", () => {
  const config: Config = { ...wholeFile, identity: ["cluster", "namespace", "job"] };
  const route = router(effectiveRouting(config));
  const place = { namespace: "live-services", job: "shop", team: "storefront", severity: "critical" };
  const burn = { ...place, alertname: "ErrorBudgetBurn", sli: "payments", cluster: "east" };
  const absent = { ...place, alertname: "ServiceAbsent" };

  it("does not silence the other cluster, whether its alert names a cluster or not", () => {
    expect(route([absent, burn]).inhibited).toEqual([]);
    expect(route([{ ...absent, cluster: "west" }, burn]).inhibited).toEqual([]);
  });

  it("silences its own cluster where its alert names it", () => {
    expect(route([{ ...absent, cluster: "east" }, burn]).inhibited).toMatchObject([{ alert: burn }]);
  });
});
