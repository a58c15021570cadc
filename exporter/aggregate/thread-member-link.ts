import { isMainThread } from "node:worker_threads";
import type { MemberIdentity, MemberLink } from "./member-link.ts";
import { copiedNumbers } from "./packed-numbers.ts";
import { reportChannel, sharedChannel } from "./thread-channels.ts";

/**
 * The link of a worker thread to the thread of its process that collects.
 * @throws {Error} on the main thread.
 */
export function threadMemberLink(
  { service, member }: MemberIdentity,
  onMessage: (message: unknown) => void,
): MemberLink {
  if (isMainThread) throw noThreadError();
  const shared = sharedChannel(service, onMessage);
  const reports = reportChannel(service, member, () => undefined);
  return {
    pack: copiedNumbers,
    send(message, done) {
      const { signalbox } = message as { readonly signalbox?: unknown };
      (signalbox === "hello/1" ? shared : reports).send(message);
      done();
    },
    close() {
      shared.close();
      reports.close();
    },
  };
}

function noThreadError(): Error {
  return new Error(
    'instrument(): reportsTo: "threads" needs a worker thread, and this is the main thread, so nobody would show its metrics. ' +
      'On the main thread leave it out and call signals.aggregate(), or write reportsTo: isMainThread ? undefined : "threads".',
  );
}
