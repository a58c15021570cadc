import type { Worker } from "node:worker_threads";
import type { FleetLink, FleetListener } from "./fleet-link.ts";
import { ownMessage, readHello } from "./read-message.ts";
import { reportChannel, sharedChannel, type ThreadChannel } from "./thread-channels.ts";

/** Seconds in which the last messages of a thread come that has ended. */
const lastMessagesSeconds = 2;

/**
 * The link to the threads of this process. Node tells of the end of those that this thread starts from now on; of others, their
 * silence does.
 */
export function threadFleetLink(service: string, listener: FleetListener): FleetLink {
  /** Threads whose end Node will tell. */
  const told = new Set<number>();
  const channels = new Map<string, { readonly reports: ThreadChannel; readonly threadId: number }>();
  const forget = (member: string): void => {
    channels.get(member)?.reports.close();
    channels.delete(member);
  };
  const onHello = (message: unknown): void => {
    const own = ownMessage(message, service);
    const hello = own && readHello(own);
    if (hello === undefined) return;
    const { member, threadId } = hello;
    const take = (report: unknown): void => listener.message(report, channelOf(threadId), told.has(threadId));
    if (!channels.has(member)) channels.set(member, { threadId, reports: reportChannel(service, member, take) });
    take(hello);
  };
  const shared = sharedChannel(service, onHello);
  const onWorker = (worker: Worker): void => {
    const { threadId } = worker;
    told.add(threadId);
    worker.once("exit", () => {
      listener.ended(channelOf(threadId), false);
      const drop = (): void => {
        told.delete(threadId);
        for (const [member, channel] of channels) if (channel.threadId === threadId) forget(member);
        listener.ended(channelOf(threadId), true);
      };
      setTimeout(drop, lastMessagesSeconds * 1000).unref();
    });
  };
  process.on("worker", onWorker);
  return {
    ask: (ask) => shared.send(ask),
    forget,
    close() {
      process.off("worker", onWorker);
      shared.close();
      for (const member of channels.keys()) forget(member);
    },
  };
}

function channelOf(threadId: number): string {
  return `thread ${threadId}`;
}
