import { alertNames } from "@signalbox/contract";
import { throttledPeriodRatio, throttledTime } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Share of periods, as in kubernetes-mixin's CPUThrottlingHigh. */
const limitRatio = 0.25;

/** Seconds per second. An idle container is runnable in few periods, and a garbage collection throttles a good share of those. */
const leastTime = 0.05;

function throttled(scope: AlertScope): Alert {
  const where = matchersOf(scope.config, scope.places);
  const by = scope.config.identity;
  return ticket(scope, {
    alert: alertNames.cpuThrottled,
    expr: `${throttledPeriodRatio(where, "5m", by)} > ${limitRatio}\nand ${throttledTime(where, "5m", by)} > ${leastTime}`,
    for: "15m",
    says: ({ valuePercentage }) => `the CPU limit holds an instance back in ${valuePercentage} of its periods`,
    description:
      "The CPU limit of the container stops its threads in a quarter of the periods of 100 ms or more, for at least 50 ms of each second. Everything stands still then, so the slowest requests get slower, while the average use of CPU looks low.",
  });
}

/** The CPU limit of its container holds an instance back. */
export const cpuThrottled: Symptom = {
  alert: alertNames.cpuThrottled,
  alerts: (scope) => everywhere(scope, throttled),
  runbook: {
    alert: alertNames.cpuThrottled,
    meaning:
      "The kernel stopped the threads of a container in more than a quarter of its periods, because they had used up the CPU limit, for 15 minutes. During a stop no request goes on. Latency rises at the top first. Both a share of periods and a share of time are asked for, because an idle container has few periods.",
    look: [
      "Use and limit: `rate(process_cpu_seconds_total[5m])` against `process_cgroup_cpu_limit_cores`.",
      "Whether latency rises with it: the quantiles of the board.",
      "What uses more than one core: garbage collection, worker threads and compression do, beside the event loop.",
    ],
    causes: [
      "A CPU limit near one core: the event loop, garbage collection and worker threads share it.",
      "More load on each instance than before.",
      "A release that computes more.",
    ],
    act: [
      "Raise the CPU limit, or leave it out and keep the request: a request shares CPU fairly without stopping anybody.",
      "If the limit has to stay, add replicas.",
    ],
    ends: "It ends when the share over 5 minutes is below a quarter.",
  },
};
