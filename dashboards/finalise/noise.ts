import type { Dashboard, Panel, RowPanel, VariableModel } from "@grafana/grafana-foundation-sdk/dashboard";

/**
 * A copy of a dashboard as plain JSON, without what the SDK writes and Grafana does not want: `placement`, which hides
 * links and annotations in a menu (https://github.com/grafana/grafana-foundation-sdk/issues/1202), the settings of
 * interval variables on variables of other types, and defaults of panels that say nothing.
 */
export function withoutNoise(dashboard: Dashboard): unknown {
  return JSON.parse(
    JSON.stringify({
      ...dashboard,
      panels: (dashboard.panels ?? []).map(withoutDefaults),
      templating: { list: (dashboard.templating.list ?? []).map(withoutIntervals) },
      annotations: { list: (dashboard.annotations.list ?? []).map(withoutPlacement) },
      links: (dashboard.links ?? []).map(withoutPlacement),
    }),
  );
}

function withoutPlacement<T extends { placement?: unknown }>({ placement: _, ...rest }: T): Omit<T, "placement"> {
  return rest;
}

function withoutDefaults(panel: Panel | RowPanel): object {
  if (!("transparent" in panel) || panel.transparent || panel.repeat !== undefined) return panel;
  const { transparent: _, repeatDirection: __, ...rest } = panel;
  return rest;
}

function withoutIntervals(variable: VariableModel): object {
  if (variable.type === "interval") return variable;
  const { auto: _, auto_min: __, auto_count: ___, ...rest } = variable;
  return rest;
}
