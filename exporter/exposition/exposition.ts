import type { SeriesTable } from "../storage/series-table.ts";
import type { AddedRegistries } from "./added-registries.ts";
import { familyText, sampleNames } from "./text-format.ts";

/** Renders what a scrape returns: our tables in their order, then the added registries. */
export class Exposition {
  readonly #tables: readonly SeriesTable[];
  readonly #added: AddedRegistries;
  readonly #names: ReadonlySet<string>;

  constructor(tables: readonly (SeriesTable | undefined)[], added: AddedRegistries) {
    this.#tables = tables.filter((table) => table !== undefined);
    this.#added = added;
    this.#names = new Set(this.#tables.flatMap(sampleNames));
  }

  /** The text, format 0.0.4. Added registries come first in time, so that what they do wrong shows in the same scrape. */
  async text(): Promise<string> {
    const added = await this.#added.text(this.#names);
    return this.#tables.map(familyText).join("") + added;
  }
}
