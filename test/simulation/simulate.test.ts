import { describe, expect, it } from "vitest";
import {
  type Config,
  type Environment,
  objectives as objectivesOf,
  type ServiceObjectives,
} from "../../config/index.ts";
import {
  type AlertSpan,
  defaultTraffic,
  type Incident,
  type Simulation,
  type SimulationRequest,
  simulate,
  type TrafficBefore,
} from "../../simulation/index.ts";
import { config, ledgerObjectives, shop, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

/** A service with some of its objectives: fewer rules, faster tests. */
function only(service: ServiceObjectives, ...indicators: readonly string[]): ServiceObjectives {
  return { ...service, objectives: service.objectives.filter(({ indicator }) => indicators.includes(indicator)) };
}

function environmentOf({ environments }: Config, name: string): Environment {
  const found = environments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the config has no environment ${name}`);
  return found;
}

interface Story extends Partial<Pick<SimulationRequest, "objectives" | "notifier">> {
  readonly incident: Incident;
  readonly traffic?: Partial<TrafficBefore>;
  readonly environment?: string;
}

const burns = ({ alerts }: Pick<Simulation, "alerts">) =>
  alerts
    .filter(({ alert }) => alert === "ErrorBudgetBurn")
    .map(({ urgency, labels, firesAtMinutes, clearsAtMinutes }) => ({
      what: `${urgency} ${labels["sli"]}`,
      fires: firesAtMinutes,
      clears: clearsAtMinutes,
    }));

describe.skipIf(!engineIsBuilt)("simulate", () => {
  const engine = withEngine();
  const run = ({
    traffic = {},
    environment = "production",
    objectives = only(shopObjectives, "availability"),
    ...rest
  }: Story) =>
    simulate(engine(), {
      config,
      objectives,
      environment: environmentOf(config, environment),
      traffic: { ...defaultTraffic, ...traffic },
      ...rest,
    });

  it("pages when half of all requests fail, tells the team's receiver, and says when it is over", async () => {
    const simulation = await run({
      incident: { fault: { kind: "errors", errorRatio: 0.5 }, durationMinutes: 25 },
      traffic: { requestsPerSecond: 7 },
    });
    const [page] = burns(simulation);
    expect(page).toMatchObject({ what: "page availability" });
    expect(page?.fires).toBeGreaterThan(0);
    expect(page?.fires).toBeLessThanOrEqual(3);
    expect(page?.clears).toBeGreaterThan(25);
    const [told] = simulation.told.notifications;
    expect(told).toMatchObject({ status: "firing", receiver: expect.stringContaining("PagerDuty") });
    expect(((told?.atMillis ?? 0) - simulation.incidentMillis) / 60_000).toBe((page?.fires ?? 0) + 0.5);
    expect(simulation.told.notifications.some(({ status }) => status === "resolved")).toBe(true);
  });

  it("wakes nobody when the budget burns slower than allowed", async () => {
    const incident: Incident = { fault: { kind: "errors", errorRatio: 0.0009 }, durationMinutes: 300 };
    const { alerts, told, budgets } = await run({ incident, traffic: { requestsPerSecond: 60 } });
    expect({ alerts, notifications: told.notifications }).toEqual({ alerts: [], notifications: [] });
    expect(budgets).toMatchObject([{ indicator: "availability", badEvents: 972 }]);
  });

  it("counts what it costs: bad events, their share of the budget, minutes of total outage", async () => {
    const incident: Incident = {
      fault: { kind: "errors", errorRatio: 0.1 },
      durationMinutes: 20,
      route: "POST /orders",
    };
    const { budgets } = await run({
      incident,
      objectives: only(shopObjectives, "availability", "checkout"),
      traffic: { requestsPerSecond: 8, routeShareRatio: 0.25 },
    });
    const windowMinutes = 28 * 1440;
    expect(budgets).toEqual([
      expect.objectContaining({
        indicator: "availability",
        badEvents: 240,
        costRatio: Number((240 / (8 * 60 * windowMinutes * 0.001)).toPrecision(6)),
        outageMinutes: 0.5,
        allowedOutageMinutes: 40.32,
      }),
      expect.objectContaining({ indicator: "checkout", badEvents: 240, outageMinutes: 2, allowedOutageMinutes: 20.16 }),
    ]);
  });

  it("spares an indicator that lists other routes", async () => {
    const incident: Incident = {
      fault: { kind: "errors", errorRatio: 1 },
      durationMinutes: 30,
      route: "GET /products",
    };
    const simulation = await run({ incident, objectives: only(shopObjectives, "checkout") });
    expect(simulation.budgets).toMatchObject([{ indicator: "checkout", badEvents: 0 }]);
    expect(burns(simulation)).toEqual([]);
  });

  it("takes slow answers for bad only where the threshold is below them", async () => {
    const incident = (slowSeconds: number): Incident => ({ fault: { kind: "slow", slowSeconds }, durationMinutes: 45 });
    const objectives = only(shopObjectives, "fast", "availability");
    const slow = await run({ incident: incident(0.8), objectives });
    expect(burns(slow).map(({ what }) => what)).toEqual(["ticket fast"]);
    expect(slow.budgets.map(({ badEvents }) => badEvents)).toEqual([0, 13_500]);
    expect((await run({ incident: incident(0.2), objectives })).alerts).toEqual([]);
  });

  it("takes requests that hang for bad as soon as their clients have left", async () => {
    const simulation = await run({ incident: { fault: { kind: "hang" }, durationMinutes: 15 } });
    expect(burns(simulation).map(({ what }) => what)).toContain("page availability");
    expect(simulation.budgets).toMatchObject([{ badEvents: 5 * 60 * 14.5 }]);
  });

  it("knows that a service without our exporter counts nothing while it hangs", async () => {
    const objectives = only(ledgerObjectives, "answers");
    const hang = await run({ incident: { fault: { kind: "hang" }, durationMinutes: 15 }, objectives });
    expect(hang.budgets).toMatchObject([{ indicator: "answers", badEvents: 0 }]);
    expect(burns(hang)).toEqual([]);
  });

  it("reads the status codes of a service without our exporter", async () => {
    const objectives = only(ledgerObjectives, "answers", "prompt");
    const incident: Incident = { fault: { kind: "errors", errorRatio: 0.6 }, durationMinutes: 30 };
    const { budgets, ...simulation } = await run({ incident, objectives });
    expect(burns(simulation).map(({ what }) => what)).toEqual(["page answers", "ticket answers"]);
    // Two routes with a fifth of 5 requests a second each.
    expect(budgets.map(({ badEvents }) => badEvents)).toEqual([2 * 1800 * 0.6, 0]);
  });

  it("reads the buckets of a service without our exporter", async () => {
    const objectives = only(ledgerObjectives, "answers", "prompt");
    const incident: Incident = { fault: { kind: "slow", slowSeconds: 0.4 }, durationMinutes: 180 };
    const { budgets, ...simulation } = await run({ incident, objectives });
    expect(burns(simulation).map(({ what }) => what)).toEqual(["ticket prompt"]);
    expect(budgets.map(({ badEvents }) => badEvents)).toEqual([0, 5 * 10_800]);
  });

  it("pages nobody in an environment that does not page", async () => {
    const incident: Incident = { fault: { kind: "errors", errorRatio: 1 }, durationMinutes: 90 };
    const { alerts } = await run({ incident, environment: "staging" });
    expect(alerts.map(({ urgency }) => urgency)).toContain("ticket");
    expect(alerts.map(({ urgency }) => urgency)).not.toContain("page");
  });

  it("has fewer events at night when traffic follows the day", async () => {
    const incident: Incident = { fault: { kind: "errors", errorRatio: 0.5 }, durationMinutes: 60 };
    const at = async (startHour: number): Promise<number> => {
      const { budgets } = await run({ incident, traffic: { shape: "daily", startHour } });
      return budgets[0]?.badEvents ?? 0;
    };
    expect(await at(2)).toBeLessThan((await at(14)) / 5);
  });

  it("tells one outage of the whole service in one page, and says what holds the rest back", async () => {
    const incident: Incident = { fault: { kind: "errors", errorRatio: 1 }, durationMinutes: 60 };
    const { told, incidentMillis } = await run({
      incident,
      objectives: only(shopObjectives, "availability", "checkout"),
    });
    const pages = told.notifications.filter(({ receiver }) => receiver.includes("PagerDuty"));
    expect(pages.map(({ status }) => status)).toEqual(["firing", "resolved"]);
    expect(pages.map(({ alerts, over }) => [...alerts, ...over].map(({ labels }) => labels["sli"]))).toEqual([
      ["checkout"],
      ["checkout"],
    ]);
    expect(((pages[0]?.atMillis ?? 0) - incidentMillis) / 60_000).toBeLessThan(5);
    expect(told.untold).toContainEqual({
      alert: expect.objectContaining({
        labels: expect.objectContaining({ sli: "availability", severity: "critical" }),
      }),
      why: "held back by ErrorBudgetBurn checkout, critical",
    });
  });

  it("leaves it to a notifier who is told, with the alerts that the incident brought", async () => {
    let given: readonly AlertSpan[] = [];
    const { told } = await run({
      incident: { fault: { kind: "errors", errorRatio: 0.4 }, durationMinutes: 20 },
      notifier: (alerts) => {
        given = alerts;
        return { notifications: [], untold: alerts.map((alert) => ({ alert, why: "nobody listens" })) };
      },
    });
    expect(given.map(({ labels }) => labels["alertname"])).toContain("ErrorBudgetBurn");
    expect(told.untold).toHaveLength(given.length);
  });

  it("names the alerts of whose metrics it has none, and no alert that it can tell", async () => {
    const incident: Incident = { fault: { kind: "errors", errorRatio: 0.5 }, durationMinutes: 5 };
    const { withoutData } = await run({ incident, objectives: only(shopObjectives, "checkout") });
    expect(withoutData).toContain("IndicatorRouteUnmatched");
    expect(withoutData).not.toContain("ErrorBudgetBurn");
    expect(withoutData).not.toContain("ServiceTargetsDown");
  });

  it("gives each objective its own window, and tells how long the longest of them is", async () => {
    const incident: Incident = { fault: { kind: "errors", errorRatio: 1 }, durationMinutes: 20 };
    const own = {
      availability: { targetRatio: 0.999, windowDays: 14 },
      checkout: { targetRatio: 0.99, windowDays: 21 },
    };
    const { budgets, assumptions } = await run({ incident, objectives: objectivesOf(shop, own, { windowDays: 90 }) });
    expect(budgets.map(({ windowDays, allowedOutageMinutes }) => [windowDays, allowedOutageMinutes])).toEqual([
      [14, 20.16],
      [21, 302.4],
    ]);
    expect(assumptions[0]).toContain("for 21 days");
  });

  it("remembers the good minutes before the incident where minutes count", async () => {
    const fault = { kind: "errors", errorRatio: 0.3 } as const;
    const minutes = { kind: "timeSlice", goodRatio: 0.9, targetRatio: 0.99, windowDays: 21 } as const;
    const objectives = objectivesOf(shop, { availability: minutes });
    // A hundredth of three days are 43 minutes; of the day before the incident only 14.
    const short = await run({ incident: { fault, durationMinutes: 20 }, objectives });
    expect(burns(short)).toEqual([]);
    expect(short.budgets).toMatchObject([{ badEvents: 20, allowedOutageMinutes: 302.4 }]);
    const long = await run({ incident: { fault, durationMinutes: 50 }, objectives });
    expect(burns(long).map(({ what }) => what)).toEqual(["ticket availability"]);
  });

  it("says that a route is one that no indicator lists, and that few requests come by chance", async () => {
    const incident = (route: string): Incident => ({
      fault: { kind: "errors", errorRatio: 1 },
      durationMinutes: 9,
      route,
    });
    const objectives = only(shopObjectives, "checkout");
    const { assumptions } = await run({
      incident: incident("POST /order"),
      objectives,
      traffic: { requestsPerSecond: 0.1 },
    });
    expect(assumptions).toContain(
      "POST /order is taken for a route of the service, although no indicator lists it; they list POST /orders.",
    );
    expect(assumptions.join(" ")).toContain("chance moves an alert by minutes");
    const listed = (await run({ incident: incident("/orders"), objectives })).assumptions.join(" ");
    expect(listed).not.toContain("no indicator lists it");
    expect(listed).not.toContain("chance moves");
  });
});
