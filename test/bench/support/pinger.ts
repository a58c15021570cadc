import { Agent, get } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { answerMessages } from "./helper-process.ts";

/** Starts to ask for `/` on a port, one request after the other, or stops and tells how they were answered. */
export type PingOrder = { readonly port: number } | "stop";

/** How the requests were answered. */
export interface Pings {
  readonly count: number;
  readonly longestMilliseconds: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let isRunning = false;
let ended: Promise<Pings> = Promise.resolve({ count: 0, longestMilliseconds: 0 });

function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: "/", agent }, (response) => response.resume().on("end", resolve)).on(
      "error",
      reject,
    );
  });
}

async function pings(port: number): Promise<Pings> {
  let count = 0;
  let longestMilliseconds = 0;
  while (isRunning) {
    const start = performance.now();
    // A server that was blocked for long closes the connection that it kept alive; a client then asks once more, and has waited longer.
    await ping(port).catch(() => ping(port));
    longestMilliseconds = Math.max(longestMilliseconds, performance.now() - start);
    count += 1;
    await nextTurn();
  }
  return { count, longestMilliseconds };
}

answerMessages({ ready: true }, (order: PingOrder) => {
  isRunning = order !== "stop";
  if (order === "stop") return ended;
  ended = pings(order.port);
  return { started: true };
});
