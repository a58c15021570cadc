import {
  isOpen,
  type LabelSet,
  labelSets,
  type Metric,
  overflowValue,
  seriesLimits,
  showValue,
} from "@signalbox/contract";
import { labelValue } from "./label-value.ts";
import { overflowRow, type SeriesTable } from "./series-table.ts";

/** Combinations up to which the rows stand in an array; beyond, most of them never come and a map holds those that did. */
const denseCombinations = 65_536;

/** One label: each value that is known has a number, already multiplied by the label's weight in the key of a row. */
interface Label {
  readonly name: string;
  readonly numbers: Map<string, number>;
  readonly values: string[];
  readonly weight: number;
  /** The most values; new ones are admitted until then when the label is open. */
  readonly radix: number;
  readonly isOpen: boolean;
  /** The value that came last, and its number: most values come several times in a row. */
  lastValue: string | undefined;
  lastNumber: number;
}

/**
 * Finds the row of a label set without building a string: each value has a number, and the numbers are the digits of a
 * mixed-radix key into the rows. Listed values have their rows from the start; open ones get theirs when first seen, until the
 * metric has as many as it may.
 */
export class LabelLookup {
  readonly #table: SeriesTable;
  readonly #labels: readonly Label[];
  readonly #maximumRows: number;
  readonly #dense: Int32Array | undefined;
  readonly #sparse = new Map<number, number>();

  constructor(table: SeriesTable, metric: Metric) {
    this.#table = table;
    this.#labels = weighted(metric.labels);
    this.#maximumRows = labelSets(metric);
    const combinations = this.#labels.reduce((product, { radix }) => product * radix, 1);
    if (combinations <= denseCombinations) this.#dense = new Int32Array(combinations);
    if (this.#labels.some((label) => label.isOpen)) return;
    for (let key = 0; key < combinations; key++) this.#allocate(key);
  }

  /** The row of a label set; {@link overflowRow} when a value is missing, not listed, or beyond a maximum. */
  row(values: Readonly<Record<string, unknown>>): number {
    const labels = this.#labels;
    let key = 0;
    let index = 0;
    // Reading a property under the name that a `for in` gives costs a third of reading it under a name from elsewhere.
    for (const name in values) {
      const label = labels[index];
      if (label === undefined || label.name !== name) return this.#rowInAnyOrder(values);
      const value = values[name];
      if (value !== label.lastValue || value === undefined) {
        const isKept = typeof value === "string" && value.length <= seriesLimits.labelValueBytes;
        const number = isKept ? label.numbers.get(value) : undefined;
        if (number === undefined) return this.#rowInAnyOrder(values);
        label.lastValue = value as string;
        label.lastNumber = number;
      }
      key += label.lastNumber;
      index++;
    }
    return index === labels.length ? this.#rowOf(key) : this.#rowInAnyOrder(values);
  }

  /** Does what {@link row} does for labels in another order than the definition's, values that are no text, and new ones. */
  #rowInAnyOrder(values: Readonly<Record<string, unknown>>): number {
    let key = 0;
    for (const label of this.#labels) {
      const number = admitted(label, values[label.name]);
      if (number === undefined) return overflowRow;
      key += number;
    }
    return this.#rowOf(key);
  }

  /** Why a label set has no row of its own, in words; of one that has, that the metric has as many as it may. */
  refusal(values: Readonly<Record<string, unknown>>): string {
    for (const label of this.#labels) {
      const reason = refusalOf(label, values[label.name]);
      if (reason !== undefined) return reason;
    }
    return `it has ${this.#maximumRows} label sets, as many as it may`;
  }

  #rowOf(key: number): number {
    const row = this.#dense === undefined ? this.#sparse.get(key) : this.#dense[key];
    return row === undefined || row === overflowRow ? this.#allocate(key) : row;
  }

  #allocate(key: number): number {
    if (this.#table.rowCount > this.#maximumRows) return overflowRow;
    const row = this.#table.add(this.#labels.map((label) => valueIn(label, key)));
    if (this.#dense === undefined) this.#sparse.set(key, row);
    else this.#dense[key] = row;
    return row;
  }
}

function weighted(labels: LabelSet): readonly Label[] {
  let weight = 1;
  return Object.entries(labels)
    .reverse()
    .map(([name, values]) => {
      const own = weight;
      const radix = isOpen(values) ? values.max : values.length;
      weight *= radix;
      const listed = isOpen(values) ? [] : [...values];
      const numbers = new Map(listed.map((value, number) => [value, number * own]));
      return {
        name,
        numbers,
        values: listed,
        weight: own,
        radix,
        isOpen: isOpen(values),
        lastValue: undefined,
        lastNumber: 0,
      };
    })
    .reverse();
}

/** The number of a value as a caller gave it, whatever it is; undefined when it is not listed or beyond the maximum. */
function admitted(label: Label, value: unknown): number | undefined {
  const kept = labelValue(value);
  if (kept === undefined || kept === overflowValue) return undefined;
  const known = label.numbers.get(kept);
  if (known !== undefined || !label.isOpen || label.values.length >= label.radix) return known;
  const number = label.values.length * label.weight;
  label.values.push(kept);
  label.numbers.set(kept, number);
  return number;
}

function refusalOf({ name, numbers, radix, isOpen }: Label, value: unknown): string | undefined {
  const kept = labelValue(value);
  if (kept === undefined) return `the label ${name} is ${showValue(value)}`;
  if (kept === overflowValue) return `the label ${name} is ${showValue(kept)}, the value of the overflow series`;
  if (numbers.has(kept)) return undefined;
  return isOpen
    ? `the label ${name} has had ${radix} values, as many as it may, and ${showValue(kept)} is one more`
    : `${showValue(kept)} is not listed for the label ${name}`;
}

function valueIn(label: Label, key: number): string {
  return label.values[Math.floor(key / label.weight) % label.radix] ?? "";
}
