import { nearestName } from "@signalbox/contract";
import { findingAt, isVariable } from "../expression/question.ts";
import { selectedFamilies, selectedService } from "../expression/selected-families.ts";
import { everySelector } from "../expression/walk.ts";
import type { ExpressionRule } from "../rule.ts";

/** No service exposes the metric, so the query can never return anything. */
export const metricNotDeclared: ExpressionRule = ({ asked, ast, catalog }) =>
  everySelector(ast).flatMap(({ node }) => {
    const { metric } = node;
    if (
      metric === undefined ||
      isVariable(asked, metric) ||
      metric.includes(":") ||
      selectedFamilies(node, catalog).length > 0
    )
      return [];
    const service = selectedService(node, catalog);
    const elsewhere = catalog.named(metric).flatMap((family) => family.service ?? []);
    const whose = service === undefined ? "No service exposes a" : `Service ${service} exposes no`;
    const message =
      elsewhere.length > 0
        ? `Service ${service} does not expose ${metric}; ${elsewhere.join(", ")} does.`
        : `${whose} metric ${metric}.`;
    const names = catalog.names.filter(
      (name) => service === undefined || catalog.named(name).some((family) => family.service === service),
    );
    const meant = nearestName(metric, names);
    const suggestion = meant === undefined ? "" : `Did you mean ${meant}? Otherwise `;
    const fix = `${suggestion}${suggestion === "" ? "D" : "d"}eclare it in the service's metrics, or in externalMetrics of the config when another exporter has it.`;
    return [findingAt(asked, node.position, "metric-not-declared", "error", message, fix)];
  });
