import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Environment } from "../config/index.ts";
import { equals, type Matcher, matches, targetUp } from "../queries/index.ts";
import { type BoardScope, inWords } from "./scope.ts";

/** The data source that the reader chose. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's notation
export const chosenSource = { type: "prometheus", uid: "${datasource}" } as const;

/** The choice of a Prometheus data source. */
export function sourceVariable(): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus");
}

/**
 * One choice for each identity label but `job`, each narrowed by those before it, with the values that targets of this
 * service have in the shown time.
 * @param shownFirst the environment that a first visit shows; default all
 */
export function identityVariables(
  scope: BoardScope,
  shownFirst: Environment | undefined,
): readonly QueryVariableBuilder[] {
  return scope.chosenLabels.map((label, index) => {
    const narrowed: readonly Matcher[] = [
      ...scope.chosenLabels.slice(0, index).map((chosen) => matches(chosen, `$${chosen}`)),
      equals("job", scope.service.name),
    ];
    const query = `label_values(${targetUp(narrowed)}, ${label})`;
    const variable = new QueryVariableBuilder(label)
      .label(inWords(label))
      .datasource(chosenSource)
      .query({ qryType: 1, query, refId: "PrometheusVariableQueryEditor-VariableQuery" })
      .definition(query)
      .multi(true)
      .includeAll(true)
      .allValue(".+")
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .sort(VariableSort.AlphabeticalCaseInsensitiveAsc);
    const preselected = shownFirst === undefined ? undefined : identityOf(shownFirst)[label];
    return preselected === undefined
      ? variable.current({ text: ["All"], value: ["$__all"] })
      : variable.current({ text: [preselected], value: [preselected] });
  });
}

/** The values of identity labels that an environment decides. */
function identityOf({ name, namespace }: Environment): Readonly<Record<string, string>> {
  return { namespace, env: name, environment: name };
}
