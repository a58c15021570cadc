import { identityAt, isAlert, placesOf, serviceRules } from "../alerts/index.ts";
import type { Config, Environment, ServiceObjectives, Urgency } from "../config/index.ts";
import { assumptions } from "./assumptions.ts";
import { type BudgetCost, budgetCosts } from "./budget-cost.ts";
import { evaluatedSpan, ruleFileOf } from "./evaluated-span.ts";
import type { Incident, TrafficBefore } from "./incident.ts";
import { indicatorTraffic } from "./indicator-traffic.ts";
import type { AlertSpan, Notifier, Told } from "./notifier.ts";
import { requestSeries } from "./request-series.ts";
import { requestStreams } from "./request-streams.ts";
import { routedNotifier } from "./routed-notifier.ts";
import { type ParsedRule, parsedRules, rulesForAlerts, type SimulationEngine, scrapedMetrics } from "./rule-inputs.ts";
import { indicatorSeries, recordedHistory, type SimulatedService } from "./simulated-series.ts";
import { simulatedTime } from "./simulated-time.ts";
import { urgencyOf } from "./urgency.ts";

/** What is simulated, and where. */
export interface SimulationRequest {
  readonly config: Config;
  readonly objectives: ServiceObjectives;
  readonly environment: Environment;
  readonly incident: Incident;
  readonly traffic: TrafficBefore;
  /** Who is told of the alerts; default the routing of the config, as Alertmanager would. */
  readonly notifier?: Notifier;
}

/** An alert of the simulation; minutes count from the beginning of the incident. */
export interface SimulatedAlert {
  readonly alert: string;
  /** Undefined for an alert that is neither. */
  readonly urgency: Urgency | undefined;
  /** All labels, without `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly firesAtMinutes: number;
  /** Undefined when it still fires at the end. */
  readonly clearsAtMinutes: number | undefined;
}

/** What came of an incident. */
export interface Simulation {
  readonly service: string;
  readonly environment: string;
  /** Minutes from the beginning of the incident to the end of the simulation. */
  readonly watchedMinutes: number;
  /** Alerts that began with the incident or after it, in the order in which they fire. */
  readonly alerts: readonly SimulatedAlert[];
  /** Alerts that fired before the incident, which is so of a heartbeat. */
  readonly before: readonly SimulatedAlert[];
  /** Who is told of {@link alerts}. */
  readonly told: Told;
  readonly incidentMillis: number;
  readonly budgets: readonly BudgetCost[];
  /** What it takes for granted, in sentences. */
  readonly assumptions: readonly string[];
  /** Names of alerts of whose metrics the simulation has none, so that they could not fire. */
  readonly withoutData: readonly string[];
  /** Errors that rules had, in Prometheus's own words. */
  readonly ruleErrors: readonly string[];
}

/**
 * Puts an incident into a service's traffic and evaluates its generated rules every minute: for a day before the
 * incident and two days from its beginning on. Before that the rules have recorded as many days as the longest window.
 */
export async function simulate(engine: SimulationEngine, request: SimulationRequest): Promise<Simulation> {
  const { config, objectives, environment } = request;
  const simulated = simulatedService(request);
  const all = await parsedRules(engine, serviceRules(objectives, config, [environment]));
  const read = new Set(all.flatMap(({ selectors }) => selectors.map(({ metric }) => metric)));
  const scraped = [...indicatorSeries(simulated), ...requestSeries(simulated, (metric) => read.has(metric))];
  const exposed = new Set(scraped.map(({ labels }) => labels["__name__"]));
  const withoutData = all.filter((one) => isAlert(one.rule) && lacksData(one, all, exposed));
  const rules = rulesForAlerts(all.filter((one) => !withoutData.includes(one)));
  const storage = await engine.storage();
  const ruleSet = await engine.rules(ruleFileOf(rules));
  try {
    await storage.append(recordedHistory(simulated));
    await storage.append(scraped);
    const { startMillis, endMillis, incidentMillis } = simulated.time;
    const { alerts, errors } = await evaluatedSpan(ruleSet, storage, { startMillis, endMillis });
    const spans = alerts.flatMap(({ name, labels, firingFromMillis, endMillis: end }) =>
      firingFromMillis === undefined
        ? []
        : [
            {
              labels: { alertname: name, ...labels },
              fromMillis: firingFromMillis,
              ...(end === undefined ? {} : { untilMillis: end }),
            },
          ],
    );
    const during = spans.filter(({ fromMillis }) => fromMillis >= incidentMillis).sort(byTime);
    const shown = (span: AlertSpan): SimulatedAlert => shownAlert(span, config, incidentMillis);
    return {
      service: objectives.service.name,
      environment: environment.name,
      watchedMinutes: (endMillis - incidentMillis) / 60_000,
      alerts: during.map(shown),
      before: spans.filter(({ fromMillis }) => fromMillis < incidentMillis).map(shown),
      told: (request.notifier ?? routedNotifier(config))(during),
      incidentMillis,
      budgets: budgetCosts(simulated),
      assumptions: assumptions(simulated),
      withoutData: [...new Set(withoutData.flatMap(({ rule }) => (isAlert(rule) ? [rule.alert] : [])))],
      ruleErrors: errors.map(({ group, name, message }) => `${group}, ${name}: ${message}`),
    };
  } finally {
    await ruleSet.dispose();
    await storage.dispose();
  }
}

function simulatedService({ config, objectives, environment, incident, traffic }: SimulationRequest): SimulatedService {
  const { service } = objectives;
  const [place] = placesOf(service, config, [environment]);
  const streams = requestStreams(service, incident, traffic);
  const indicators = objectives.objectives.map((objective) =>
    indicatorTraffic(service, objective, incident, streams, traffic),
  );
  return {
    service,
    identity: place === undefined ? {} : identityAt(config, place),
    incident,
    traffic,
    streams,
    indicators,
    time: simulatedTime(incident, traffic, Math.max(3, ...indicators.map(({ objective }) => objective.windowDays))),
  };
}

function shownAlert(
  { labels, fromMillis, untilMillis }: AlertSpan,
  config: Config,
  incidentMillis: number,
): SimulatedAlert {
  const { alertname = "", ...rest } = labels;
  const minutes = (millis: number): number => (millis - incidentMillis) / 60_000;
  return {
    alert: alertname,
    urgency: urgencyOf(rest, config),
    labels: rest,
    firesAtMinutes: minutes(fromMillis),
    clearsAtMinutes: untilMillis === undefined ? undefined : minutes(untilMillis),
  };
}

/** Whether an alert reads scraped metrics, and none of them is simulated. */
function lacksData(of: ParsedRule, rules: readonly ParsedRule[], exposed: ReadonlySet<string | undefined>): boolean {
  const metrics = [...scrapedMetrics(of, rules)];
  return metrics.length > 0 && !metrics.some((metric) => exposed.has(metric));
}

function byTime(left: AlertSpan, right: AlertSpan): number {
  return left.fromMillis - right.fromMillis;
}
