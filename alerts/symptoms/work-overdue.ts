import { alertNames, workLabel } from "@signalbox/contract";
import { overdueSeconds } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { humanDuration } from "../numbers.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Applies, Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

function overdue(work: string, allowedSeconds: number, scope: AlertScope): Alert {
  const where = matchersOf(scope.config, scope.places);
  const allowed = humanDuration(allowedSeconds);
  return ticket(scope, {
    alert: alertNames.workOverdue,
    expr: overdueSeconds(work, allowedSeconds, where, scope.config.identity),
    labels: { [workLabel]: work },
    about: () => work,
    says: ({ valueDuration }) => `no run has succeeded for ${valueDuration} or more, and one has to within ${allowed}`,
    description: `This work has to succeed once within ${allowed}, and no instance has ended a run without an error for that long. It does not run, or all of its runs fail.`,
  });
}

/** Whether the objectives of a service say within which time some work has to succeed. */
export const hasWorkLimits: Applies = ({ symptoms }) => symptoms.work.length > 0;

/** A kind of work has not succeeded within the time that its objectives allow. */
export const workOverdue: Symptom = {
  alert: alertNames.workOverdue,
  alerts: (scope) =>
    scope.objectives.symptoms.work.flatMap(({ work, successWithinSeconds }) =>
      everywhere(scope, (all) => overdue(work, successWithinSeconds, all)),
    ),
  runbook: {
    alert: alertNames.workOverdue,
    meaning:
      "No run of a kind of work has succeeded for longer than its limit. The last success is asked for, not single failures: work that is not started at all has none. A success of an instance that is gone counts, and work that never succeeded counts from when it was first known.",
    look: [
      "Whether it runs: `work_active` and the runs that ended, on the board.",
      "Whether what starts it is there: the schedule, the queue, the lock that one instance holds.",
      "The errors of its last runs, in the log.",
    ],
    causes: [
      "What starts it is gone: a schedule that was switched off, a lock that a dead instance holds.",
      "Its runs fail, all of them.",
      "It takes longer than it used to, because there is more to do.",
    ],
    act: [
      "Start it by hand, if it can be.",
      "If its runs fail, see WorkFailing.",
      "If its limit is too short for it, change it in the objectives.",
    ],
    ends: "It ends with the next run that succeeds.",
  },
};
