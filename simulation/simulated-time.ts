import type { Incident, TrafficBefore } from "./incident.ts";

/** When what happens, in milliseconds since 1970. */
export interface SimulatedTime {
  /** The first recorded sample of the history. */
  readonly historyMillis: number;
  /** The first scrape. */
  readonly scrapesMillis: number;
  /** The first evaluation of the rules. */
  readonly startMillis: number;
  readonly incidentMillis: number;
  readonly recoveryMillis: number;
  /** The last evaluation. */
  readonly endMillis: number;
}

const dayMillis = 86_400_000;
const minuteMillis = 60_000;
/** Wednesday, 7 January 2026: a working day, so that working hours mean what they say. */
const wednesdayMillis = Date.UTC(2026, 0, 7);
/** Longer than the longest window that rules read from scraped series. */
const scrapeLeadMinutes = 75;

/** A day before the incident, and two after its beginning; more when it lasts longer than a day. */
export function simulatedTime(
  { durationMinutes }: Incident,
  { startHour }: TrafficBefore,
  historyDays: number,
): SimulatedTime {
  const incidentMillis = wednesdayMillis + startHour * 3_600_000;
  const startMillis = incidentMillis - dayMillis;
  const recoveryMillis = incidentMillis + durationMinutes * minuteMillis;
  return {
    historyMillis: startMillis - historyDays * dayMillis,
    scrapesMillis: startMillis - scrapeLeadMinutes * minuteMillis,
    startMillis,
    incidentMillis,
    recoveryMillis,
    endMillis: Math.max(incidentMillis + 2 * dayMillis, recoveryMillis + dayMillis),
  };
}

/** Every minute from one moment up to another, both included; evaluations and scrapes are a minute apart. */
export function minutesBetween(fromMillis: number, untilMillis: number): Float64Array {
  const count = Math.floor((untilMillis - fromMillis) / minuteMillis) + 1;
  return Float64Array.from({ length: Math.max(0, count) }, (_, index) => fromMillis + index * minuteMillis);
}
