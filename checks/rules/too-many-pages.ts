import type { ArtefactRule } from "../rule.ts";

/** More than this, and one cause rings several times. */
const mostPages = 3;

/** A service may wake somebody for more reasons than a person can tell apart at night. */
export const tooManyPages: ArtefactRule = ({ config }) =>
  config.services.flatMap(({ service, objectives }) => {
    const paging = objectives.filter(({ page }) => page).map(({ indicator }) => indicator);
    if (paging.length <= mostPages) return [];
    return [
      {
        rule: "too-many-pages" as const,
        severity: "warning" as const,
        where: { artefact: `service ${service.name}`, item: "objectives" },
        message: `${paging.length} objectives of ${service.name} page: ${paging.join(", ")}. One cause would wake people several times.`,
        fix: `Keep page: true for at most ${mostPages} that users would name, and leave tickets to the others.`,
      },
    ];
  });
