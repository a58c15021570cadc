import type { AddedRegistry } from "./added-registry.ts";

const probe = "default_labels_probe";

/**
 * The labels that a registry adds to every sample. It tells them to nobody, but puts them on what it answers; so it is asked
 * through a view that has one metric of ours in place of its own. Undefined when it does not answer like the registries that
 * this is known of.
 */
export async function defaultLabels(registry: AddedRegistry): Promise<Readonly<Record<string, unknown>> | undefined> {
  const metric = { name: probe, help: probe, type: "gauge", aggregator: "sum" };
  const get = (): Promise<object> => Promise.resolve({ ...metric, values: [{ labels: {}, value: 0 }] });
  const view = Object.create(registry, { getMetricsAsArray: { value: () => [{ ...metric, get }] } }) as AddedRegistry;
  try {
    const answer = (await view.getMetricsAsJSON?.()) as
      | { name?: unknown; values?: { labels?: object }[] }[]
      | undefined;
    const [only, ...others] = answer ?? [];
    const labels = only?.values?.[0]?.labels;
    return only?.name === probe && others.length === 0 && labels !== undefined ? { ...labels } : undefined;
  } catch {
    return undefined;
  }
}
