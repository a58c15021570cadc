import { type Objective, unreachableLimits } from "../../config/index.ts";
import type { ArtefactRule } from "../rule.ts";

/** A pair of windows is left out of an objective's alert, because no outage keeps the error ratio above its limit. */
export const burnPairUnreachable: ArtefactRule = ({ config }) =>
  config.services.flatMap(({ service, objectives }) =>
    objectives.flatMap((objective) =>
      leftOut(objective).map(({ pair, factor, thresholdRatio }) => {
        const percent = Number((thresholdRatio * 100).toPrecision(3));
        return {
          rule: "burn-pair-unreachable" as const,
          severity: "warning" as const,
          where: { artefact: `service ${service.name}`, item: `objectives.${objective.indicator}` },
          message:
            `The ${pair.urgency} over ${pair.long} and ${pair.short} is left out: with a target of ${objective.targetRatio} a burn rate ` +
            `of ${Number(factor.toPrecision(4))} is an error ratio of ${percent} %, which even an outage does not keep up.`,
          fix: "Nothing, if the slower windows are soon enough; else a higher target or a shorter budget window.",
        };
      }),
    ),
  );

function leftOut({ page, targetRatio, windowDays }: Objective): ReturnType<typeof unreachableLimits> {
  return [
    ...(page ? unreachableLimits("page", targetRatio, windowDays) : []),
    ...unreachableLimits("ticket", targetRatio, windowDays),
  ];
}
