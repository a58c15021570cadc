import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Ending } from "./request-labels.ts";

/** How an exchange ended, asked when its response emits `close`. */
export function endingOf(request: IncomingMessage, response: ServerResponse): Ending {
  if (response.writableFinished) return "answered";
  const { socket } = request;
  return hasHungUp(socket) || isClientFault(socket.errored) ? "clientLeft" : "brokenOff";
}

/** Node ends its side when the client has ended its own; where half-open connections are allowed, it does not, and the service goes on. */
function hasHungUp(socket: Socket): boolean {
  return socket.readableEnded && socket.writableEnded;
}

/**
 * Whether a client that left had not sent its whole request. Node reads on until its buffer is full, also when nobody takes
 * the body; a full buffer therefore means that the service kept the client waiting.
 */
export function leftDuringUpload(request: IncomingMessage): boolean {
  return !request.complete && request.readableLength < request.readableHighWaterMark;
}

/** Whether an answer waited for its turn on a connection that an earlier answer closed in good order. */
export function isBehindClose(request: IncomingMessage, response: ServerResponse): boolean {
  return !response.writableFinished && response.socket === null && request.socket.writableFinished;
}

/** Socket errors that the client's side causes: it went away, was too slow to send, or sent no HTTP. */
const clientFaults = ["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED", "ERR_HTTP_REQUEST_TIMEOUT"];

function isClientFault(error: Error | null): boolean {
  const code = error !== null && "code" in error ? String(error.code) : "";
  return clientFaults.includes(code) || code.startsWith("HPE_");
}

/** Whether the response was an upgrade or an event stream, whose duration means nothing. */
export function isStream(response: ServerResponse): boolean {
  if (response.statusCode === 101) return true;
  const contentType = response.getHeader("content-type");
  if (contentType !== undefined) return String(contentType).startsWith(eventStream);
  return sentHeaderText(response).includes(eventStream);
}

const eventStream = "text/event-stream";

/** The headers as sent; `writeHead` on a response without headers leaves them nowhere else. */
function sentHeaderText(response: ServerResponse): string {
  const text = (response as { readonly _header?: unknown })._header;
  return typeof text === "string" ? text.toLowerCase() : "";
}

/** The path of a request target, without query; of an absolute target too. */
export function pathOf(url: string): string {
  const query = url.search(/[?#]/);
  const target = query < 0 ? url : url.slice(0, query);
  if (target.startsWith("/")) return target;
  const afterHost = target.indexOf("/", target.indexOf("://") + 3);
  return afterHost < 0 ? "/" : target.slice(afterHost);
}
