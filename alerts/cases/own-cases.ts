import type { AlertCase, CaseSeries, Config } from "../../config/index.ts";
import { placesOf } from "../places.ts";
import type { InputSeries } from "./behaviour-case.ts";
import { targetAt } from "./case-place.ts";
import { trafficSeries } from "./traffic.ts";

/** A case of the config with everything that is played for it. */
export interface OwnCase {
  readonly case: AlertCase;
  /** What was written as samples. */
  readonly series: readonly CaseSeries[];
  /** What its traffic makes of the metrics that the rules of the service read. */
  readonly traffic: readonly InputSeries[];
}

/** The cases of a config, their traffic turned into samples. */
export function ownCases(config: Config): readonly OwnCase[] {
  return config.cases.map((one) => ({
    case: one,
    series: one.series,
    traffic: one.traffic.flatMap(({ service: name, indicator, environment, stretches }) => {
      const service = config.services.find((objectives) => objectives.service.name === name)?.service;
      const where = config.environments.find((known) => environment === undefined || known.name === environment);
      const [place] = service === undefined || where === undefined ? [] : placesOf(service, config, [where]);
      if (service === undefined || place === undefined) return [];
      const segments = stretches.map(({ minutes, perMinute, badRatio = 0 }) => ({
        minutes,
        goodPerMinute: perMinute * (1 - badRatio),
        badPerMinute: perMinute * badRatio,
      }));
      return trafficSeries(service, indicator, targetAt(config, place), segments);
    }),
  }));
}
