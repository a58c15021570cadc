import { judgeRequest, type RequestEnd, type RequestsIndicator, type Service, type Verdict } from "@signalbox/contract";
import { type Fault, patienceSeconds, usualSeconds } from "./incident.ts";

/** How a part of the requests ends. */
export interface RequestOutcome {
  /** Its part of the requests, 0 to 1. */
  readonly partRatio: number;
  /** The status that is sent; undefined when the client left without one. */
  readonly status: 200 | 500 | undefined;
  readonly durationSeconds: number;
}

const usual: readonly RequestOutcome[] = [{ partRatio: 1, status: 200, durationSeconds: usualSeconds }];

/** How requests end: as usual, or as the fault has it. */
export function requestOutcomes(fault: Fault | undefined): readonly RequestOutcome[] {
  switch (fault?.kind) {
    case undefined:
    case "badEvents":
      return usual;
    case "errors": {
      const durationSeconds = fault.slowSeconds ?? usualSeconds;
      const outcomes: readonly RequestOutcome[] = [
        { partRatio: fault.errorRatio, status: 500, durationSeconds },
        { partRatio: 1 - fault.errorRatio, status: 200, durationSeconds },
      ];
      return outcomes.filter(({ partRatio }) => partRatio > 0);
    }
    case "slow":
      return [{ partRatio: 1, status: 200, durationSeconds: fault.slowSeconds }];
    case "hang":
      return [{ partRatio: 1, status: undefined, durationSeconds: patienceSeconds }];
  }
}

/**
 * What such a request means for an indicator, by the policy of the contract. A service that does not count its own
 * indicators never sees a request end whose client has left.
 */
export function verdictOn(outcome: RequestOutcome, indicator: RequestsIndicator, service: Service): Verdict {
  const left = outcome.status === undefined;
  if (left && service.http.indicatorSource === "statusCodes") return "out";
  const end: RequestEnd = {
    kind: "request",
    routeMatched: true,
    transfer: "plain",
    status: outcome.status,
    failedAfterHeaders: false,
    clientGone: left ? "beforeHeaders" : "no",
    durationSeconds: outcome.durationSeconds,
  };
  return judgeRequest(end, indicator);
}
