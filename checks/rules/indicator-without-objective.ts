import type { ArtefactRule } from "../rule.ts";

/** An indicator is counted, and nobody has said how good it has to be. */
export const indicatorWithoutObjective: ArtefactRule = ({ config }) =>
  config.services.flatMap(({ service, objectives }) =>
    Object.keys(service.indicators)
      .filter((name) => !objectives.some(({ indicator }) => indicator === name))
      .map((name) => ({
        rule: "indicator-without-objective" as const,
        severity: "info" as const,
        where: { artefact: `service ${service.name}`, item: `indicators.${name}` },
        message: `The indicator ${name} of ${service.name} is counted and has no objective, so it has neither alerts nor a place on the board.`,
        fix: `Add ${name}: { targetRatio: 0.99 } to the objectives, or remove the indicator.`,
      })),
  );
