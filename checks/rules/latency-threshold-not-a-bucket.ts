import type { ArtefactRule } from "../rule.ts";

/** An indicator that is read from buckets has a threshold between two of them, so nobody can count what is slow. */
export const latencyThresholdNotABucket: ArtefactRule = ({ config }) =>
  config.services.flatMap(({ service }) => {
    if (service.http.indicatorSource !== "statusCodes") return [];
    const { duration } = service.http;
    const seconds = duration.bounds.map((bound) => (duration.unit === "milliseconds" ? bound / 1000 : bound));
    return Object.entries(service.indicators).flatMap(([name, indicator]) => {
      if (indicator.kind !== "requests" || indicator.fasterThanSeconds === undefined) return [];
      const threshold = indicator.fasterThanSeconds;
      if (seconds.includes(threshold)) return [];
      return [
        {
          rule: "latency-threshold-not-a-bucket" as const,
          severity: "error" as const,
          where: { artefact: `service ${service.name}`, item: `indicators.${name}.fasterThanSeconds` },
          message: `${duration.metric} has no bucket at ${threshold} s, so slow requests cannot be counted.`,
          fix: `Use one of ${seconds.join(", ")}, or add the bucket to the service and to http.`,
        },
      ];
    });
  });
