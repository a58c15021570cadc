import type { Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { chosenSource } from "../variables.ts";

/** What a target has for Prometheus and for any other data source. */
type Target = Dataquery & {
  refId?: string;
  datasource?: unknown;
  range?: boolean;
  interval?: string;
};

/**
 * Gives each target a refId that no other has, and, where it has none, the board's data source; queries over time never
 * step faster than the scrapes, because Grafana derives `$__rate_interval` from that step.
 */
export function completeTargets(panel: Panel, scrapeIntervalSeconds: number): Panel {
  const targets = (panel.targets ?? []) as Target[];
  if (targets.length === 0) return panel;
  const free = refIds(new Set(targets.flatMap(({ refId }) => refId ?? [])));
  const used = new Set<string>();
  const completed = targets.map((target) => {
    const refId = target.refId === undefined || used.has(target.refId) ? free() : target.refId;
    used.add(refId);
    return {
      ...target,
      refId,
      datasource: target.datasource ?? panel.datasource ?? chosenSource,
      ...(target.range === true && target.interval === undefined ? { interval: `${scrapeIntervalSeconds}s` } : {}),
    };
  });
  return { ...panel, datasource: panel.datasource ?? chosenSource, targets: completed };
}

/** Grafana's own order of refIds: A to Z, then AA, AB. */
function refIds(taken: ReadonlySet<string>): () => string {
  let next = 0;
  return () => {
    for (;;) {
      const id = letters(next++);
      if (!taken.has(id)) return id;
    }
  };
}

function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
