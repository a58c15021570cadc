import type { ArtefactRule } from "../rule.ts";

/** A receiver that nothing leads to: its team owns no service, or no route names it. */
export const receiverUnused: ArtefactRule = ({ routing }) =>
  (routing?.unusedReceivers ?? []).map((name) => ({
    rule: "receiver-unused" as const,
    severity: "info" as const,
    where: { artefact: "signalbox.config.ts", item: name },
    message: `Nothing leads to the receiver ${name}.`,
    fix: "Remove it, or name it in a route or as the team of a service.",
  }));
