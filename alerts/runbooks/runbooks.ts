import type { Config, ServiceObjectives } from "../../config/index.ts";
import { errorBudgetBurnRunbook } from "../error-budget-burn.ts";
import type { PlacedAlert } from "../placed-alert.ts";
import { platformPages } from "../platform/platform-pages.ts";
import type { Runbook, RunbookQuestion } from "../runbook.ts";
import { objectiveAlerts, serviceScope } from "../service-alerts.ts";
import { symptomAlerts, symptomRunbooks } from "../symptoms/symptoms.ts";
import { runbookPage } from "./page.ts";
import { type ServicePart, servicePart } from "./service-part.ts";

const pages: readonly Runbook[] = [errorBudgetBurnRunbook, ...symptomRunbooks];

/** One page in Markdown for each alert that some service of the config has, by file name: `<alert>.md`. */
export function runbooks(config: Config): Readonly<Record<string, string>> {
  const written = partsOf(config).map(({ page, parts }) => [fileName(page.alert), runbookPage(page, parts, config)]);
  return { ...Object.fromEntries(written), ...platformPages(config) };
}

/** A query on a runbook page. */
export interface RunbookQuery extends RunbookQuestion {
  /** File name of the page. */
  readonly page: string;
  readonly service: string;
}

/** Every query of the pages of {@link runbooks}, in their order. */
export function runbookQueries(config: Config): readonly RunbookQuery[] {
  return partsOf(config).flatMap(({ page, parts }) =>
    parts.flatMap(({ service, questions }) =>
      questions.map((question) => ({ page: fileName(page.alert), service: service.name, ...question })),
    ),
  );
}

function partsOf(config: Config): readonly { readonly page: Runbook; readonly parts: readonly ServicePart[] }[] {
  const services = config.services.map((objectives) => ({ objectives, alerts: alertsOf(objectives, config) }));
  return pages.flatMap((page) => {
    const parts = services.flatMap(({ objectives, alerts }) => {
      const own = alerts.filter(({ alert }) => alert.alert === page.alert);
      return own.length === 0 ? [] : [servicePart(page, objectives, own, config)];
    });
    return parts.length === 0 ? [] : [{ page, parts }];
  });
}

function alertsOf(objectives: ServiceObjectives, config: Config): readonly PlacedAlert[] {
  const scope = serviceScope(objectives, config, config.environments);
  return [...objectiveAlerts(scope), ...symptomAlerts(scope)];
}

function fileName(alert: string): string {
  return `${alert}.md`;
}
