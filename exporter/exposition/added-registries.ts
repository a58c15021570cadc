import { seriesLimits } from "@signalbox/contract";
import type { SelfReport } from "../self-report.ts";
import { type ForeignFamily, foreignFamilies } from "./foreign-families.ts";

/** A registry of `prom-client` or `@prometheus-io/client`, or anything that speaks like one. */
export interface AddedRegistry {
  /** Its metrics in the text format. */
  metrics(): Promise<string> | string;
  /** The format of that text: version 0.0.4, not OpenMetrics. */
  readonly contentType: string;
}

/**
 * Renders registries that a user adds. What one of them does wrong costs its own metrics and no others: a registry that
 * fails, is late or speaks OpenMetrics is left out, and so is a family that collides or that Prometheus would refuse.
 */
export class AddedRegistries {
  readonly #registries: readonly AddedRegistry[];
  readonly #report: SelfReport;
  readonly #deadlineSeconds: number;
  readonly #pending = new Map<AddedRegistry, Promise<string>>();

  constructor(registries: readonly AddedRegistry[], report: SelfReport, deadlineSeconds: number) {
    this.#registries = registries;
    this.#report = report;
    this.#deadlineSeconds = deadlineSeconds;
  }

  /** The text of all registries that can be added to samples of the given names. */
  async text(ownNames: ReadonlySet<string>): Promise<string> {
    const texts = await Promise.all(this.#registries.map((registry, index) => this.#textOf(registry, index)));
    const origins = new Map<string, string>([...ownNames].map((name) => [name, "the service's definition"]));
    let samples = 0;
    let kept = "";
    texts.forEach((text, index) => {
      for (const family of foreignFamilies(text)) {
        const fault = family.fault ?? collision(family, origins) ?? excess(family, samples);
        if (fault !== undefined) {
          this.#report.error(`${origin(index)}: metric ${family.name} is left out`, fault);
          continue;
        }
        for (const name of family.names) origins.set(name, origin(index));
        samples += family.samples;
        kept += family.text;
      }
    });
    return kept;
  }

  async #textOf(registry: AddedRegistry, index: number): Promise<string> {
    try {
      if (registry.contentType.includes("openmetrics")) {
        throw new Error("it speaks OpenMetrics; set its content type to the text format, version 0.0.4");
      }
      return await this.#withDeadline(registry);
    } catch (error) {
      this.#report.error(`${origin(index)} is left out`, error);
      return "";
    }
  }

  async #withDeadline(registry: AddedRegistry): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const message = `it did not answer within ${this.#deadlineSeconds} s`;
      timer = setTimeout(() => reject(new Error(message)), this.#deadlineSeconds * 1000);
    });
    try {
      return await Promise.race([this.#call(registry), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Scrapes that overlap share one call, so that a registry that hangs is asked once. */
  #call(registry: AddedRegistry): Promise<string> {
    const pending = this.#pending.get(registry);
    if (pending !== undefined) return pending;
    const call = (async () => {
      try {
        return String(await registry.metrics());
      } finally {
        this.#pending.delete(registry);
      }
    })();
    this.#pending.set(registry, call);
    return call;
  }
}

function origin(index: number): string {
  return `registries[${index}]`;
}

function collision(family: ForeignFamily, origins: ReadonlyMap<string, string>): string | undefined {
  const taken = [...family.names].find((name) => origins.has(name));
  if (taken === undefined) return undefined;
  return `the name ${taken} belongs to ${origins.get(taken)}; rename one of the two`;
}

function excess(family: ForeignFamily, samples: number): string | undefined {
  if (samples + family.samples <= seriesLimits.addedSamples) return undefined;
  return `added registries may expose ${seriesLimits.addedSamples} samples in all, this one would exceed that`;
}
