import type { Unit } from "@signalbox/contract";

/** Grafana's ids of the units that boards use. */
export const units = {
  requestsPerSecond: "reqps",
  countsPerSecond: "cps",
  ratio: "percentunit",
  seconds: "s",
  bytes: "bytes",
  bytesPerSecond: "binBps",
  number: "short",
  /** Milliseconds since 1970, as Grafana counts. */
  moment: "dateTimeAsIso",
} as const;

/** How values of a unit of the contract are shown. */
export interface UnitStyle {
  /** Grafana's id for the value itself. */
  readonly value: string;
  /** Grafana's id for its increase per second. */
  readonly perSecond: string;
  /** Whether instances add up; a temperature or a share of several instances is averaged. */
  readonly addsUp: boolean;
}

const styles: Readonly<Record<Unit | "none", UnitStyle>> = {
  none: { value: units.number, perSecond: units.countsPerSecond, addsUp: true },
  seconds: { value: units.seconds, perSecond: units.number, addsUp: true },
  bytes: { value: units.bytes, perSecond: units.bytesPerSecond, addsUp: true },
  ratio: { value: units.ratio, perSecond: units.number, addsUp: false },
  celsius: { value: "celsius", perSecond: units.number, addsUp: false },
  meters: { value: "lengthm", perSecond: "velocityms", addsUp: true },
  grams: { value: "massg", perSecond: units.number, addsUp: true },
  joules: { value: "joule", perSecond: "watt", addsUp: true },
  volts: { value: "volt", perSecond: units.number, addsUp: false },
  amperes: { value: "amp", perSecond: units.number, addsUp: true },
};

/** How a metric with this unit is shown; a metric without a unit counts things. */
export function unitStyle(unit: Unit | undefined): UnitStyle {
  return styles[unit ?? "none"];
}
