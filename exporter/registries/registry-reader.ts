import type { AddedRegistry } from "./added-registry.ts";
import type { Deadline } from "./deadline.ts";
import { defaultLabels } from "./default-labels.ts";
import { PendingCalls } from "./pending-calls.ts";
import { textFamilies } from "./text-families.ts";
import type { ToldFamily, Untold } from "./told-family.ts";

type Labels = Readonly<Record<string, unknown>>;

interface Metric {
  readonly name?: unknown;
  get(): unknown;
}

/**
 * Asks a registry for its families in the most harmless way that it knows: metric by metric, so that one that fails or hangs
 * costs no other; else all as values, which need no parser; else as text.
 */
export class RegistryReader {
  readonly #registry: AddedRegistry;
  readonly #calls: PendingCalls;
  readonly #labelsCall = {};

  /** What has not answered for `patienceSeconds` is left alone until it does. */
  constructor(registry: AddedRegistry, patienceSeconds: number) {
    this.#registry = registry;
    this.#calls = new PendingCalls(patienceSeconds);
  }

  /** Rejects when the registry as a whole fails, is late, or cannot be read. */
  async families(deadline: Deadline): Promise<readonly (ToldFamily | Untold)[]> {
    const registry = this.#registry;
    const isOpenMetrics = registry.contentType.includes("openmetrics");
    const metrics = registry.getMetricsAsArray?.() ?? [];
    const labels = metrics.every(hasGet) ? await this.#defaultLabels(deadline) : undefined;
    if (labels !== undefined) {
      return await Promise.all(
        (metrics as readonly Metric[]).map((metric) => this.#metricFamily(metric, labels, isOpenMetrics, deadline)),
      );
    }
    if (registry.getMetricsAsJSON !== undefined) {
      const answer = await this.#calls.answer(registry, () => registry.getMetricsAsJSON?.(), deadline);
      if (!Array.isArray(answer)) throw new Error("getMetricsAsJSON() did not answer with a list");
      return answer.map((family) => toldFamily(family, {}, isOpenMetrics));
    }
    if (isOpenMetrics) {
      throw new Error("it speaks OpenMetrics; set its content type to the text format, version 0.0.4");
    }
    return textFamilies(String(await this.#calls.answer(registry, () => registry.metrics(), deadline)));
  }

  async #defaultLabels(deadline: Deadline): Promise<Labels | undefined> {
    const answer = await this.#calls.answer(this.#labelsCall, () => defaultLabels(this.#registry), deadline);
    return answer as Labels | undefined;
  }

  async #metricFamily(
    metric: Metric,
    labels: Labels,
    isOpenMetrics: boolean,
    deadline: Deadline,
  ): Promise<ToldFamily | Untold> {
    try {
      return toldFamily(await this.#calls.answer(metric, () => metric.get(), deadline), labels, isOpenMetrics);
    } catch (cause) {
      return { metric: String(metric.name), cause };
    }
  }
}

/** A counter of a registry that speaks OpenMetrics loses its `_total` when that is read, and gets it back here. */
function toldFamily(answer: unknown, defaultLabels: Labels, isOpenMetrics: boolean): ToldFamily {
  const { name, type, help, values } = (answer ?? {}) as Labels;
  const fault = typeof name === "string" ? undefined : "it did not answer with a metric that has a name";
  const text = fault === undefined ? String(name) : "";
  return {
    name: isOpenMetrics && type === "counter" ? `${text.replace(/_total$/, "")}_total` : text,
    type,
    help,
    values: Array.isArray(values) ? values : [],
    defaultLabels,
    fault,
  };
}

function hasGet(metric: unknown): metric is Metric {
  return typeof (metric as Partial<Metric> | null)?.get === "function";
}
