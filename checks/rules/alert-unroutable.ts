import { alertNames } from "@signalbox/contract";
import type { Expr } from "@signalbox/engine";
import type { Config } from "../../config/index.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { possibleLabels } from "../expression/possible-labels.ts";
import { whereOf } from "../expression/question.ts";
import { everySelector } from "../expression/walk.ts";
import type { CheckedRule } from "../input.ts";
import type { ArtefactRule, ExpressionRule } from "../rule.ts";

/** An alert whose labels lead to no receiver of the config: it fires, and nobody is told. */
export const alertUnroutable: ArtefactRule = ({ ruleFiles, config }) => {
  const { page, ticket } = config.severity;
  return ruleFiles.flatMap((file) =>
    file.groups.flatMap((group) =>
      group.rules.flatMap((rule) => {
        const { team, severity } = addressOf(rule);
        if (!isRouted(rule) || hasReceiver(rule, config) || isTemplate(team) || isTemplate(severity)) return [];
        const message = `team=${JSON.stringify(team)} and severity=${JSON.stringify(severity)} lead to no receiver, so nobody is told of ${rule.alert}.`;
        const fix = `Use a team of the config (${Object.keys(config.teams).join(", ")}) and the severity ${page} or ${ticket}.`;
        const where = whereOf(file, group.name, rule);
        return [{ rule: "alert-unroutable" as const, severity: "warning" as const, where, message, fix }];
      }),
    ),
  );
};

/**
 * An alert that no AlertmanagerConfig matches, though its team and severity are right: there is one for each service and
 * namespace, and it matches these two labels as well.
 */
export const alertBesideObjects: ExpressionRule = ({ asked, ast, catalog, config }) => {
  const { rule } = asked;
  if (config.routing.mode !== "alertmanagerConfig" || rule === undefined) return [];
  // The alert about Prometheus itself has an object of its own.
  if (!isRouted(rule) || !hasReceiver(rule, config) || rule.alert === alertNames.ruleEvaluationFailing) return [];
  const { team } = addressOf(rule);
  const services = config.services.map(({ service }) => service).filter((service) => service.team === team);
  const matched: Readonly<Record<string, readonly string[]>> = {
    ...(config.identity.includes("namespace")
      ? { namespace: config.environments.map(({ namespace }) => namespace) }
      : {}),
    job: services.map(({ name }) => name),
  };
  const wrong = Object.entries(matched).filter(([label, values]) => !canBe(label, values, rule, ast, catalog));
  if (wrong.length === 0 && services.length > 0) return [];
  const one = (values: readonly string[]): string => values.map((value) => JSON.stringify(value)).join(" or ");
  const needed = wrong.map(([label, values]) => `${label}=${one(values)}`).join(" and ");
  const message =
    services.length === 0
      ? `Team ${team} has no service here, so no AlertmanagerConfig matches ${rule.alert}: only the platform's own routes can tell somebody.`
      : `${rule.alert} never has ${needed}, so no AlertmanagerConfig of team ${team} matches it: only the platform's own routes can tell somebody.`;
  const fix =
    services.length === 0
      ? "Give it the team of a service, and that service's labels namespace and job; or route it in the platform's Alertmanager."
      : `Keep ${wrong.map(([label]) => label).join(" and ")} in the expression (... by (namespace, job)), or set what is missing in the rule's labels; or route it in the platform's Alertmanager.`;
  return [
    { rule: "alert-unroutable", severity: "warning", where: { ...asked.where, expression: asked.text }, message, fix },
  ];
};

/** Whether an alert can have one of these values, as far as its labels and its expression say. */
function canBe(label: string, values: readonly string[], rule: CheckedRule, ast: Expr, catalog: Catalog): boolean {
  const set = rule.labels?.[label];
  if (set !== undefined) return values.includes(set) || isTemplate(set);
  const possible = possibleLabels(ast, catalog);
  if (possible !== undefined && !possible.has(label)) return false;
  if (/\blabel_(?:replace|join)\b/.test(rule.expr)) return true;
  const asked = everySelector(ast).map(({ node }) =>
    node.matchers.find((matcher) => matcher.label === label && matcher.operator === "="),
  );
  return asked.length === 0 || asked.some((matcher) => matcher === undefined || values.includes(matcher.value));
}

/** Whether a rule is an alert that somebody should be told of. */
function isRouted({ alert }: CheckedRule): boolean {
  return alert !== undefined && alert !== alertNames.watchdog;
}

function hasReceiver(rule: CheckedRule, { teams, severity: { page, ticket } }: Config): boolean {
  const { team, severity } = addressOf(rule);
  const receivers = Object.hasOwn(teams, team) ? teams[team] : undefined;
  return severity === page ? receivers?.page !== undefined : severity === ticket && receivers !== undefined;
}

function addressOf({ labels = {} }: CheckedRule): { readonly team: string; readonly severity: string } {
  return { team: labels["team"] ?? "", severity: labels["severity"] ?? "" };
}

function isTemplate(value: string): boolean {
  return value.includes("{{");
}
