import cluster from "node:cluster";
import type { MemberLink } from "./member-link.ts";
import { numbersInText } from "./packed-numbers.ts";

/**
 * The link of a worker of `node:cluster` to the primary: the channel that Node opens between the two.
 * @throws {Error} in a process that is no worker.
 */
export function clusterMemberLink(onMessage: (message: unknown) => void): MemberLink {
  if (!cluster.isWorker || process.send === undefined) throw noWorkerError();
  process.on("message", onMessage);
  return {
    pack: numbersInText,
    send(message, done) {
      if (!process.connected) return done();
      process.send?.(message, undefined, undefined, done);
    },
    close: () => process.off("message", onMessage),
  };
}

function noWorkerError(): Error {
  return new Error(
    'instrument(): reportsTo: "cluster" needs a worker of node:cluster, and this process is none, so nobody would show its metrics. ' +
      'Start it with cluster.fork(), or write reportsTo: cluster.isWorker ? "cluster" : undefined.',
  );
}
