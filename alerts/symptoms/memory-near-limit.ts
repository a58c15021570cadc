import { alertNames } from "@signalbox/contract";
import { heapUse, memoryUse } from "../../queries/index.ts";
import type { Alert, AlertScope } from "../alert.ts";
import { everywhere } from "../placed-alert.ts";
import { matchersOf } from "../places.ts";
import type { Symptom } from "./symptom.ts";
import { ticket } from "./ticket.ts";

/** Above this share of a limit the next peak can end the process. */
const limitRatio = 0.9;

function nearLimit(scope: AlertScope): Alert {
  const where = matchersOf(scope.config, scope.places);
  const by = scope.config.identity;
  return ticket(scope, {
    alert: alertNames.memoryNearLimit,
    expr: `${memoryUse(where, by)} > ${limitRatio}\nor\n${heapUse(where, by)} > ${limitRatio}`,
    for: "15m",
    says: ({ valuePercentage }) => `an instance uses ${valuePercentage} of the memory that it may use`,
    description:
      "For 15 minutes an instance has used more than 90 % of its container's memory limit, or its V8 heap more than 90 % of the size that it may reach. Beyond the one the kernel kills it, beyond the other Node ends it, and the requests in flight are lost.",
  });
}

/** An instance will soon be killed for want of memory. */
export const memoryNearLimit: Symptom = {
  alert: alertNames.memoryNearLimit,
  alerts: (scope) => everywhere(scope, nearLimit),
  runbook: {
    alert: alertNames.memoryNearLimit,
    meaning:
      "An instance has used more than 90 % of a limit of its memory for 15 minutes: the container's, or that of the V8 heap. The next peak can end it. The page cache is not counted, because the kernel takes it back when it is needed.",
    look: [
      "Which limit it is: `process_resident_memory_bytes` against `process_cgroup_memory_limit_bytes`, `nodejs_heap_size_used_bytes` against `nodejs_heap_size_limit_bytes`.",
      "Since when it grows: steadily since the start (a leak), with load (a backlog), or since a version.",
      "What is not heap: `nodejs_external_memory_bytes` are buffers.",
    ],
    causes: [
      "A leak: a cache without a limit, listeners that are never removed, closures in a queue that grows.",
      "Large bodies held in memory, by more requests at once than before.",
      "A limit that was set for another load.",
    ],
    act: [
      "If it is a leak, take a heap snapshot of one instance, and restart the others one after the other to win time.",
      "If the heap's limit is the lower one, set `--max-old-space-size` to about three quarters of the container's limit.",
      "If the load needs it, raise the memory limit or add replicas.",
    ],
    ends: "It ends when every instance is below 90 % of both limits.",
  },
};
