import { alertNames } from "@signalbox/contract";
import { restarts, targetFlaps } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import { exposing, type Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** So many new starts of one instance within the window; a rollout that keeps addresses makes one. */
const fewest = 3;

function restarting(scope: AlertScope): Alert {
  const where = matchersOf(scope.config, scope.places);
  const by = scope.config.identity;
  const tellsStart = exposing("process_start_time_seconds")(scope.objectives);
  const questions = [...(tellsStart ? [restarts(where, "15m", by)] : []), targetFlaps(where, "15m", by)];
  return ticket(scope, {
    alert: alertNames.restarting,
    expr: questions.map((question) => `${question} >= ${fewest}`).join("\nor\n"),
    keepFiringFor: "30m",
    says: ({ valueInteger }) => `an instance started again ${valueInteger} times in 15 minutes`,
    description:
      "One instance started again, or fell silent and answered again, at least 3 times in 15 minutes. It crashes and is restarted, is killed for want of memory or by its liveness probe, or is too busy to answer its scrapes.",
  });
}

/** An instance crashes again and again, or is reached only now and then. */
export const serviceRestarting: Symptom = {
  alert: alertNames.restarting,
  alerts: (scope) => everywhere(scope, restarting),
  runbook: {
    alert: alertNames.restarting,
    meaning:
      "One instance of the service started again, or fell silent and answered again, at least 3 times in 15 minutes. Each time it breaks off requests and loses what it held in memory. Between the crashes its scrapes are answered, so that alerts about targets that are down do not see it.",
    look: [
      "Which instance: `changes(process_start_time_seconds[15m])` and `changes(up[15m])` by instance.",
      "Why its container ended: `kubectl describe pod` names the exit code, OOMKilled, or the probe that failed.",
      "The last lines of its log: `kubectl logs --previous`.",
    ],
    causes: [
      "The container runs out of memory.",
      "A liveness probe that asks for too much, or that fails under load.",
      "An error at the start: configuration, a migration, a secret that is missing.",
    ],
    act: [
      "If all instances of a new version do it, take the version back.",
      "If memory ran out, see MemoryNearLimit; if the liveness probe fails under load, the event loop is blocked or the probe asks for too much.",
      "If the process never ended, the metrics port is not answered in time: see EventLoopSaturated.",
    ],
    ends: "It ends 30 minutes after fewer than 3 starts lay within 15 minutes. Kubernetes waits longer and longer before it starts a crashed container again; the ticket does not end in between.",
  },
};
