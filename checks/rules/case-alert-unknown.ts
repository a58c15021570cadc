import type { Finding } from "../finding.ts";
import type { CheckInput } from "../input.ts";

/** A case of the config is about an alert, or about labels of one, that its rule file does not have, so it proves nothing. */
export function caseAlertUnknown({ unknownAlerts = [] }: CheckInput): readonly Finding[] {
  return unknownAlerts.map(({ path, rule, received, correction }) => ({
    rule: "case-alert-unknown",
    severity: "error",
    where: { artefact: "signalbox.config.ts", item: path },
    message: `${path} is ${received}: ${rule}, so the case proves nothing.`,
    fix: `Write ${correction}.`,
  }));
}
