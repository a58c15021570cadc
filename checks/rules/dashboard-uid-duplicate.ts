import { boardPath } from "../expression/question.ts";
import type { ArtefactRule } from "../rule.ts";

/**
 * Two boards have the same uid, or the same title in the one folder. Grafana's file provisioning stops writing for
 * the whole provider then (https://grafana.com/docs/grafana/latest/administration/provisioning/#reusable-dashboard-urls).
 */
export const dashboardUidDuplicate: ArtefactRule = ({ boards }) =>
  boards.flatMap((board, index) => {
    const before = boards.slice(0, index);
    const sameUid = before.find(({ uid }) => uid.toLowerCase() === board.uid.toLowerCase());
    const sameTitle = before.find(({ title }) => title === board.title);
    const where = { artefact: boardPath(board), item: board.title };
    if (sameUid !== undefined) {
      const message = `The boards ${sameUid.title} and ${board.title} have the same uid ${board.uid}.`;
      return [
        {
          rule: "dashboard-uid-duplicate" as const,
          severity: "error" as const,
          where,
          message,
          fix: "Rename one service.",
        },
      ];
    }
    if (sameTitle === undefined) return [];
    const message = `The boards ${sameTitle.uid} and ${board.uid} have the same title, and Grafana allows a title once in a folder.`;
    return [
      {
        rule: "dashboard-uid-duplicate" as const,
        severity: "error" as const,
        where,
        message,
        fix: "Rename one service.",
      },
    ];
  });
