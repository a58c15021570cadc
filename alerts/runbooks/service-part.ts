import type { Service } from "@signalbox/contract";
import { type Config, receiverTitle, type ServiceObjectives } from "../../config/index.ts";
import { type AlertScope, ruleLabels } from "../alert.ts";
import { alertPanel } from "../alert-panels.ts";
import { comparisonOf } from "../comparison.ts";
import { boardUrl } from "../links.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import { receiverOf } from "../receivers.ts";
import type { Runbook, RunbookQuestion } from "../runbook.ts";
import { serviceScope } from "../service-alerts.ts";
import { questionsOf } from "./questions.ts";
import { type SilencedLabels, silencedLabels } from "./silenced-labels.ts";

/** One service of a runbook page: what its alerts of that name ask, link to, and whom they tell. */
export interface ServicePart {
  readonly service: Service;
  readonly questions: readonly RunbookQuestion[];
  /** Links to the board and to the panels, as Markdown; none where the config has no Grafana. */
  readonly links: readonly string[];
  /** Who is told, by severity: `critical: PagerDuty`. */
  readonly told: readonly string[];
  /** The labels that silence the alert, for each place and what the alert is about. */
  readonly silenced: readonly SilencedLabels[];
}

/** What a page says about one service; `alerts` are its alerts of the page's name. */
export function servicePart(
  page: Runbook,
  objectives: ServiceObjectives,
  alerts: readonly PlacedAlert[],
  config: Config,
): ServicePart {
  const scope = serviceScope(objectives, config, config.environments);
  const own = alerts.flatMap((placed) => ownQuestions(placed, scope));
  return {
    service: objectives.service,
    questions: distinct([...own, ...questionsOf(page.alert, scope)], ({ expression }) => expression),
    links: linksOf(objectives.service, alerts, config),
    told: distinct(
      alerts.flatMap(({ alert }) => {
        const labels = ruleLabels(alert, objectives.service, config);
        const receiver = receiverOf(config, labels);
        return receiver === undefined ? [] : [`${labels["severity"]}: ${receiverTitle(receiver)}`];
      }),
      (text) => text,
    ),
    silenced: silencedLabels(page.alert, objectives.service, alerts),
  };
}

/** What the alert compares, so that its value shows whether it holds or not. */
function ownQuestions({ alert }: PlacedAlert, all: AlertScope): readonly RunbookQuestion[] {
  if (alert.plot !== undefined) {
    const title = `${alert.plot.title}: one holds above ${alert.plot.limit}, if its short window agrees`;
    return alert.plot
      .lines(matchersOf(all.config, all.places))
      .map(({ expression, legend }) => ({ title, expression, ...(legend === undefined ? {} : { note: legend }) }));
  }
  const compared = comparisonOf(alert.expr);
  const telling = Object.values(alert.labels).join(" ");
  const whose = `The ${alert.urgency}${telling === "" ? "" : ` of ${telling}`}`;
  const wait = alert.for === undefined ? "" : `, for ${alert.for}`;
  if (compared === undefined) {
    return [{ title: `${whose} holds where this has an answer${wait}`, expression: alert.expr }];
  }
  const also = compared.isPart ? ", if its other conditions hold" : "";
  const title = `${whose} holds ${operatorWords[compared.operator] ?? compared.operator} ${compared.limit}${also}${wait}`;
  return compared.signals.map((expression) => ({ title, expression }));
}

const operatorWords: Readonly<Record<string, string>> = {
  ">": "above",
  ">=": "from",
  "<": "below",
  "<=": "up to",
  "==": "at",
};

function linksOf(service: Service, alerts: readonly PlacedAlert[], config: Config): readonly string[] {
  const board = boardUrl(service, config, () => undefined);
  if (board === undefined) return [];
  const panels = alerts.flatMap((placed) => {
    const { alert } = placed;
    const panel = alertPanel(placed);
    if (panel === undefined) return [];
    const url = boardUrl(service, config, () => undefined, { panel: panel.key, from: `now-${alert.lookBack ?? "1h"}` });
    return url === undefined ? [] : [`[${panel.title}](${url})`];
  });
  return [`[the board](${board})`, ...distinct(panels, (text) => text.split("](")[0] ?? text)];
}

function distinct<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  return [...new Map([...values].reverse().map((value) => [keyOf(value), value])).values()].reverse();
}
