import { type SeriesTable, versionIndex } from "../storage/series-table.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { Format } from "./format.ts";

/** A part of an exposition that is rendered at once, and kept until it changes. */
export interface Unit {
  /** Rises with every update of what the unit shows. */
  version(): number;
  render(out: ByteWriter, format: Format): void;
}

/** A family whose rows take one unit for each page; its head is written when the length of the rows is known. */
export interface LargeFamily {
  readonly table: SeriesTable;
  readonly pages: readonly Unit[];
}

/** Small families that share a unit, or one large family. */
export type UnitGroup = Unit | LargeFamily;

/** Numbers in a unit of small families, about as many as in a page of histograms. */
const unitNumbers = 1024;

/** Divides tables, in their order, into units. A page of a large family keeps its unit; small ones are grouped anew when one grows. */
export class Units {
  readonly #tables: readonly SeriesTable[];
  readonly #pageUnits = new Map<SeriesTable, Unit[]>();
  #pageCount = 0;
  #groups: readonly UnitGroup[] = [];

  constructor(tables: readonly SeriesTable[]) {
    this.#tables = tables;
  }

  groups(): readonly UnitGroup[] {
    const pageCount = this.#tables.reduce((sum, { pages }) => sum + pages.length, 0);
    if (pageCount !== this.#pageCount) this.#groups = this.#grouped();
    this.#pageCount = pageCount;
    return this.#groups;
  }

  #grouped(): readonly UnitGroup[] {
    const groups: UnitGroup[] = [];
    let small: SeriesTable[] = [];
    let numbers = 0;
    const close = (): void => {
      if (small.length > 0) groups.push(smallFamilies(small));
      small = [];
      numbers = 0;
    };
    for (const table of this.#tables) {
      const own = table.pages.reduce((sum, page) => sum + page.length, 0);
      if (table.pages.length > 1 || numbers + own > unitNumbers) close();
      if (table.pages.length > 1) {
        groups.push({ table, pages: this.#unitsOfPages(table) });
        continue;
      }
      small.push(table);
      numbers += own;
    }
    close();
    return groups;
  }

  #unitsOfPages(table: SeriesTable): readonly Unit[] {
    const known = this.#pageUnits.get(table) ?? [];
    const units = table.pages.map((_, page) => known[page] ?? pageUnit(table, page));
    this.#pageUnits.set(table, units);
    return units;
  }
}

function smallFamilies(tables: readonly SeriesTable[]): Unit {
  return {
    version: () => tables.reduce((sum, { pages }) => sum + (pages[0]?.[versionIndex] ?? 0), 0),
    render: (out, format) => {
      for (const table of tables) renderFamily(out, format, table);
    },
  };
}

function pageUnit(table: SeriesTable, page: number): Unit {
  const first = page << table.pageShift;
  return {
    version: () => table.pages[page]?.[versionIndex] ?? 0,
    render: (out, format) => format.rows(out, table, first, Math.min(table.rowCount, first + (1 << table.pageShift))),
  };
}

/** The head needs the length of the rows, so the rows are written first and then again behind it. */
function renderFamily(out: ByteWriter, format: Format, table: SeriesTable): void {
  const start = out.length;
  format.rows(out, table, 0, table.rowCount);
  const rows = Buffer.from(out.bytes.subarray(start, out.length));
  out.length = start;
  format.head(out, table.head, rows.length);
  out.append(rows);
}
