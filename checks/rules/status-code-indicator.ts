import type { ArtefactRule } from "../rule.ts";

/** Says what it costs that a service does not count its indicators itself. */
export const statusCodeIndicator: ArtefactRule = ({ config }) =>
  config.services.flatMap(({ service, objectives }) => {
    if (service.http.indicatorSource !== "statusCodes" || objectives.length === 0) return [];
    return [
      {
        rule: "status-code-indicator" as const,
        severity: "info" as const,
        where: { artefact: `service ${service.name}`, item: "http" },
        message:
          `The objectives of ${service.name} are read from status codes of ${service.http.duration.metric}. The first error of ` +
          "every route is not seen, because a series that begins at 1 has no increase, and requests that hang until the client leaves are not counted.",
        fix: "Instrument it with @signalbox/exporter when pages have to come as early as possible at little traffic.",
      },
    ];
  });
