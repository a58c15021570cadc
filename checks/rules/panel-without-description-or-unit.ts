import { boardPath, everyPanel, panelTitle } from "../expression/question.ts";
import type { ArtefactRule } from "../rule.ts";

/** Panels that only show text have no unit. */
const withoutUnit: readonly string[] = ["row", "text", "logs", "news", "dashlist", "alertlist", "annolist"];

/** A reader cannot tell what a panel means, or in what. */
export const panelWithoutDescriptionOrUnit: ArtefactRule = ({ boards }) =>
  boards.flatMap((board) =>
    everyPanel(board.panels)
      .filter(({ type }) => !withoutUnit.includes(type))
      .flatMap((panel) => {
        const lacks = [
          ...((panel.description ?? "").trim() === "" ? ["description"] : []),
          ...((panel.fieldConfig?.defaults?.unit ?? "") === "" && panel.type !== "table" ? ["unit"] : []),
        ];
        if (lacks.length === 0) return [];
        return [
          {
            rule: "panel-without-description-or-unit" as const,
            severity: "warning" as const,
            where: { artefact: boardPath(board), item: panelTitle(panel) },
            message: `The panel has no ${lacks.join(" and no ")}.`,
            fix: `Give it ${lacks.map((lack) => (lack === "unit" ? "fieldConfig.defaults.unit" : "a description")).join(" and ")}.`,
          },
        ];
      }),
  );
