import { unixSeconds } from "../clocks.ts";
import { labelValue } from "./label-value.ts";

/** Rows of one metric that keep exemplars; the row that got none for the longest time makes room. */
const mostRows = 500;

/** Seconds for which a bucket keeps its exemplar before another one replaces it. */
const quietSeconds = 1;

/** Characters that OpenMetrics allows for all names and values of an exemplar's labels. */
const mostCharacters = 128;

const labelNames = ["trace_id", "span_id"] as const;

/** One observation with the trace that it belongs to. */
export interface Exemplar {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
  /** When it was observed, in seconds since 1970. */
  readonly observedSeconds: number;
}

/** The exemplars of a row by bucket; a counter has one bucket. */
export type RowExemplars = readonly (Exemplar | undefined)[];

/** The latest exemplars of a table: one for a counter, one for each bucket of a histogram. */
export class ExemplarRows {
  readonly #wallClock: () => number;
  readonly #rows = new Map<number, (Exemplar | undefined)[]>();

  /** The clock tells seconds since 1970. */
  constructor(wallClock: () => number = unixSeconds) {
    this.#wallClock = wallClock;
  }

  /** The exemplars of a row; undefined when it has none. */
  of(row: number): RowExemplars | undefined {
    return this.#rows.get(row);
  }

  /**
   * Keeps an exemplar unless the bucket got one within the last second; only then asks for its labels, and keeps none when there
   * are none.
   * @throws {TypeError} when the labels, which may be anything, are not those of a trace.
   */
  offer(row: number, bucket: number, value: number, labelsOf: () => unknown): void {
    const observedSeconds = this.#wallClock();
    const exemplars = this.#rows.get(row) ?? [];
    const known = exemplars[bucket];
    if (known !== undefined && Math.abs(observedSeconds - known.observedSeconds) < quietSeconds) return;
    const labels = labelsOf();
    if (labels === undefined || labels === null) return;
    exemplars[bucket] = { labels: traceLabels(labels), value, observedSeconds };
    this.#rows.delete(row);
    this.#rows.set(row, exemplars);
    if (this.#rows.size > mostRows) this.#dropOldest();
  }

  #dropOldest(): void {
    for (const row of this.#rows.keys()) {
      this.#rows.delete(row);
      return;
    }
  }
}

function traceLabels(given: unknown): readonly (readonly [string, string])[] {
  const values = given as Readonly<Record<string, unknown>>;
  const labels = labelNames.flatMap((name) => {
    const value = labelValue(values[name]);
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  const characters = labels.flat().reduce((sum, text) => sum + [...text].length, 0);
  if (labels[0]?.[0] === "trace_id" && characters <= mostCharacters) return labels;
  throw new TypeError(
    `an exemplar needs a trace_id, and at most ${mostCharacters} characters in the names and values of trace_id and span_id`,
  );
}
