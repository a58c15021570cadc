import { alertNames } from "@signalbox/contract";
import { instrumentationErrors as errorsWithin } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Fewer errors within an hour are nobody's work. */
const fewest = 5;

function errors(scope: AlertScope): Alert {
  const within = errorsWithin(matchersOf(scope.config, scope.places), "1h", scope.config.identity);
  return ticket(scope, {
    alert: alertNames.instrumentationErrors,
    expr: `${within} > ${fewest - 0.5}`,
    says: () => "the instrumentation has errors, so figures may be wrong",
    description:
      "At least 5 errors inside the instrumentation within an hour. None of them reached a request, but what was to be counted then is missing. The log of the service says what went wrong.",
  });
}

/** What measures the service fails, so that its figures have gaps. */
export const instrumentationErrors: Symptom = {
  alert: alertNames.instrumentationErrors,
  alerts: (scope) => everywhere(scope, errors),
  runbook: {
    alert: alertNames.instrumentationErrors,
    meaning:
      "The instrumentation of the service had at least 5 errors within an hour. Users do not notice: no error of it reaches a request. But updates are missing, so boards, budgets and alerts of the service can look better than the service is.",
    look: [
      "The log of the service: each kind of error is logged with its place.",
      "What is given to metrics: values that are no numbers, labels that were not declared, counters that are decreased.",
      "Registries of other libraries, if they are what fails.",
    ],
    causes: [
      "A value that is no number, often the result of a division or of a missing field.",
      "A label or label value that the definition does not have.",
      "A registry of another library that throws.",
    ],
    act: ["Correct the call that the log names.", "If the instrumentation itself is wrong, report it with that log."],
    ends: "It ends when fewer than 5 errors lie within an hour.",
  },
};
