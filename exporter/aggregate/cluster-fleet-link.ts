import cluster, { type Worker } from "node:cluster";
import type { FleetLink, FleetListener } from "./fleet-link.ts";
import type { FleetAsk } from "./messages.ts";

/** Asks that wait for a worker that is stopped; it needs no more of them when it goes on. */
const mostPending = 16;

/** The link of a primary of `node:cluster` to its workers, over the channels that Node opens. A channel that closes is the end of a worker. */
export function clusterFleetLink(listener: FleetListener): FleetLink {
  /** How many asks a worker has not taken yet. */
  const pending = new Map<number, number>();
  const isTaken = (id: number): void => {
    const left = (pending.get(id) ?? 1) - 1;
    if (left > 0) pending.set(id, left);
    else pending.delete(id);
  };
  const onMessage = ({ id }: Worker, message: unknown): void => listener.message(message, channelOf(id), true);
  const onDisconnect = ({ id }: Worker): void => {
    pending.delete(id);
    listener.ended(channelOf(id), true);
  };
  cluster.on("message", onMessage);
  cluster.on("disconnect", onDisconnect);
  return {
    ask(ask: FleetAsk) {
      for (const worker of Object.values(cluster.workers ?? {})) {
        if (worker?.isConnected() !== true) continue;
        const { id } = worker;
        const waiting = pending.get(id) ?? 0;
        if (waiting >= mostPending) continue;
        pending.set(id, waiting + 1);
        worker.send(ask, () => isTaken(id));
      }
    },
    forget: () => undefined,
    close() {
      cluster.off("message", onMessage);
      cluster.off("disconnect", onDisconnect);
    },
  };
}

function channelOf(worker: number): string {
  return `worker ${worker}`;
}
