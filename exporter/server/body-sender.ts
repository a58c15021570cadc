import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ScrapeBody } from "../exposition/scrape-body.ts";
import { commonHeaders } from "./text-answer.ts";

/**
 * Bytes after which the requests have their turn. Node hands what was written in one turn to the system at once, at its end, and a
 * client that reads fast never lets a write wait.
 */
const sliceBytes = 32_768;

/**
 * Sends an exposition no faster than the client reads it, and closes the connection of a client that has not read it before
 * the deadline. Resolves when the body was handed over or the client has left, which it may have before, with whether it was handed over.
 */
export async function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  body: ScrapeBody,
  deadlineSeconds: number,
): Promise<boolean> {
  if (response.destroyed) {
    body.release();
    return false;
  }
  response.writeHead(200, {
    "Content-Type": body.contentType,
    ...(body.contentEncoding === undefined ? {} : { "Content-Encoding": body.contentEncoding }),
    "Content-Length": body.byteLength,
    Vary: "Accept, Accept-Encoding",
    ...commonHeaders,
  });
  const deadline = setTimeout(() => request.socket.destroy(), deadlineSeconds * 1000);
  const closed = new Promise<void>((resolve) => response.once("close", resolve));
  let sent = 0;
  for (const chunk of request.method === "HEAD" ? [] : body.chunks) {
    if (response.destroyed) break;
    if (!response.write(chunk)) await Promise.race([drained(response), closed]);
    sent += chunk.length;
    if (sent < sliceBytes) continue;
    await nextTurn();
    sent = 0;
  }
  if (!response.destroyed) response.end();
  await closed;
  body.release();
  clearTimeout(deadline);
  return response.writableFinished;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once("drain", resolve));
}
