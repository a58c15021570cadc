import type { HeldCounter, HeldGauge, HeldHistogram } from "../metrics/metric-handles.ts";
import type { ClientCounter, ClientGauge, ClientHistogram, ClientLabels } from "./client-library.ts";
import type { ClientSeries } from "./client-series.ts";

const lowest = -Number.MAX_VALUE;

/** An update, before its labels are typed: with the labels first where the metric has any. */
type LooseUpdate = (...update: readonly unknown[]) => void;

/** An update of one row. */
type RowUpdate = (row: number, amount: unknown) => void;

/** Handles of a counter of the client library. */
export function counterHandle(series: ClientSeries, counter: ClientCounter): object {
  const inc = rowUpdate(series, 0, (labels, amount) => counter.inc(labels, amount));
  return {
    inc: looseUpdate(series, inc, 1),
    with: held(series, (row): HeldCounter => ({ inc: (amount = 1) => inc(row, amount) })),
  };
}

/** Handles of a gauge of the client library. */
export function gaugeHandle(series: ClientSeries, gauge: ClientGauge): object {
  const set = rowUpdate(series, lowest, (labels, value) => gauge.set(labels, value));
  const inc = rowUpdate(series, lowest, (labels, amount) => gauge.inc(labels, amount));
  const dec = rowUpdate(series, lowest, (labels, amount) => gauge.dec(labels, amount));
  return {
    set: looseUpdate(series, set, undefined),
    inc: looseUpdate(series, inc, 1),
    dec: looseUpdate(series, dec, 1),
    with: held(
      series,
      (row): HeldGauge => ({
        set: (value) => set(row, value),
        inc: (amount = 1) => inc(row, amount),
        dec: (amount = 1) => dec(row, amount),
      }),
    ),
  };
}

/** Handles of a histogram of the client library. */
export function histogramHandle(series: ClientSeries, histogram: ClientHistogram): object {
  const observe = rowUpdate(series, lowest, (labels, value) => histogram.observe(labels, value));
  return {
    observe: looseUpdate(series, observe, undefined),
    with: held(series, (row): HeldHistogram => ({ observe: (value) => observe(row, value) })),
  };
}

function rowUpdate(
  series: ClientSeries,
  minimum: number,
  apply: (labels: ClientLabels, amount: number) => unknown,
): RowUpdate {
  return (row, amount) => {
    if (!series.finder.accepts(amount, minimum)) return;
    series.attempt(() => apply(series.update(row), amount));
  };
}

function looseUpdate({ finder }: ClientSeries, update: RowUpdate, defaultAmount: number | undefined): LooseUpdate {
  if (!finder.hasLabels) return (amount = defaultAmount) => update(finder.row({}), amount);
  return (labels, amount = defaultAmount) => update(finder.row(labels), amount);
}

function held<H>({ finder }: ClientSeries, handle: (row: number) => H): (labels: unknown) => H {
  return (labels) => handle(finder.row(labels));
}
