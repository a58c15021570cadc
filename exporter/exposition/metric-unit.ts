import type { Unit } from "@signalbox/contract";

const units: readonly Unit[] = [
  "seconds",
  "bytes",
  "ratio",
  "celsius",
  "meters",
  "grams",
  "joules",
  "volts",
  "amperes",
];

/** The base unit that the name of a metric of ours ends in, before `_total`; undefined when it has none. */
export function metricUnit(name: string): Unit | undefined {
  const stem = name.endsWith("_total") ? name.slice(0, -"_total".length) : name;
  return units.find((unit) => stem.endsWith(`_${unit}`));
}
