import type { ForeignFamily } from "../exposition/foreign-family.ts";
import type { SelfReport } from "../self-report.ts";
import type { AddedRegistry } from "./added-registry.ts";
import { Deadline } from "./deadline.ts";
import { KeptFamilies } from "./kept-families.ts";
import { RegistryReader } from "./registry-reader.ts";
import type { ToldFamily, Untold } from "./told-family.ts";

/**
 * Reads registries that a user adds. What goes wrong costs as little as it can: a collector that fails or is late its metric,
 * a label set that Prometheus would refuse that label set, a name that is taken that family. Each is reported with its reason.
 */
export class AddedRegistries {
  readonly #readers: readonly RegistryReader[];
  readonly #report: SelfReport;
  readonly #deadlineSeconds: number;

  constructor(registries: readonly AddedRegistry[], report: SelfReport, deadlineSeconds: number) {
    this.#readers = registries.map((registry) => new RegistryReader(registry, deadlineSeconds));
    this.#report = report;
    this.#deadlineSeconds = deadlineSeconds;
  }

  /**
   * The families that can be added to samples of the given names, in the order of the registries, at most
   * `seriesLimits.addedSamples` samples. What has not answered after the registries' own deadline, or after half of
   * `deadlineSeconds`, so that the other half is left for rendering, is left out. Never rejects.
   */
  async families(ownNames: ReadonlySet<string>, deadlineSeconds: number): Promise<readonly ForeignFamily[]> {
    if (this.#readers.length === 0) return [];
    const deadline = new Deadline(Math.min(deadlineSeconds / 2, this.#deadlineSeconds));
    try {
      const answers = await Promise.all(this.#readers.map((reader) => answered(reader, deadline)));
      const kept = new KeptFamilies(ownNames, this.#report);
      for (const [index, families] of answers.entries()) kept.addRegistry(`registries[${index}]`, families);
      return kept.families;
    } finally {
      deadline.clear();
    }
  }
}

async function answered(reader: RegistryReader, deadline: Deadline): Promise<readonly (ToldFamily | Untold)[]> {
  try {
    return await reader.families(deadline);
  } catch (cause) {
    return [{ metric: undefined, cause }];
  }
}
