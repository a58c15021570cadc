import { alertNames, workLabel } from "@signalbox/contract";
import { failedRunCount, failingRunRatio } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Applies, Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Above this share of failed runs retries are not enough. */
const limitRatio = 0.1;

/** With fewer failures than this one run could be a large share. */
const fewest = 5;

function failing(scope: AlertScope): Alert {
  const where = matchersOf(scope.config, scope.places);
  const by = [...scope.config.identity, workLabel];
  return ticket(scope, {
    alert: alertNames.workFailing,
    expr: `${failingRunRatio(where, "1h", by)} > ${limitRatio}\nand ${failedRunCount(where, "1h", by)} > ${fewest - 0.5}`,
    about: (telling) => telling.label(workLabel),
    says: ({ valuePercentage }) => `${valuePercentage} of the runs fail`,
    description:
      "More than 10 % of the runs of this work, and at least 5, ended with an error within an hour. Work that runs less often is watched by its last success: see WorkOverdue.",
  });
}

/** Whether a service does work beside HTTP. */
export const hasWork: Applies = ({ service }) => Object.keys(service.work).length > 0;

/** Runs of a kind of work end with errors. */
export const workFailing: Symptom = {
  alert: alertNames.workFailing,
  alerts: (scope) => everywhere(scope, failing),
  runbook: {
    alert: alertNames.workFailing,
    meaning:
      "More than 10 % of the runs of a kind of work, and at least 5, ended with an error within an hour. Nobody waits for an answer of it, so it is a ticket; make it an objective if users notice.",
    look: [
      "The log of the work: the errors of its runs.",
      "Whether all runs fail, or those of some items.",
      "Whether items pile up: their age when work on them begins, on the board.",
    ],
    causes: [
      "An item that fails each time and is tried again and again.",
      "A dependency that fails.",
      "Data that a release no longer understands.",
    ],
    act: [
      "If one item fails again and again, put it aside, so that it does not hold up the others.",
      "If a dependency fails, let the work wait instead of using up its retries.",
    ],
    ends: "It ends when fewer than 10 % of the runs of an hour fail.",
  },
};
