import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { RequestOutcome } from "./request-labels.ts";

/** How an exchange ended, asked when its response emits `close`. */
export function outcomeOf(request: IncomingMessage, response: ServerResponse): RequestOutcome {
  if (request.httpVersionMajor > 1) return http2OutcomeOf(request, response);
  if (response.writableFinished) return "answered";
  const { socket } = request;
  if (hasHungUp(socket) || isClientFault(socket.errored)) {
    return leftDuringUpload(request) ? "clientLeftUploading" : "clientLeft";
  }
  return isBehindClose(response, socket) ? "behindClose" : "brokenOff";
}

/** Codes with which clients of HTTP/2 give up a request; all others are errors. */
const noError = 0;
const canceled = 8;

/**
 * A response of HTTP/2 counts as finished also when its client reset the stream before it ended, and as unfinished when the service
 * destroyed the stream, which sends NO_ERROR. Nothing else tells who reset it: a service that sends CANCEL looks like a client that left.
 */
function http2OutcomeOf(request: IncomingMessage, response: ServerResponse): RequestOutcome {
  const isClosed = response.writableFinished;
  if (isClosed && response.writableEnded) return "answered";
  const { stream } = request as { readonly stream?: { readonly rstCode?: number } };
  const hasLeft = stream?.rstCode === canceled || (stream?.rstCode === noError && isClosed);
  return hasLeft ? "clientLeft" : "brokenOff";
}

/** Node ends its side when the client has ended its own; where half-open connections are allowed, it does not, and the service goes on. */
function hasHungUp(socket: Socket): boolean {
  return socket.readableEnded && socket.writableEnded;
}

/**
 * Whether a client that left had not sent its whole request. Node reads on until its buffer is full, also when nobody takes
 * the body; a full buffer therefore means that the service kept the client waiting.
 */
function leftDuringUpload(request: IncomingMessage): boolean {
  return !request.complete && request.readableLength < request.readableHighWaterMark;
}

/** Whether an answer waited for its turn on a connection that an earlier answer closed in good order. */
function isBehindClose(response: ServerResponse, socket: Socket): boolean {
  return response.socket === null && socket.writableFinished;
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
  return contentType === undefined ? eventStreamHeader.test(sentHeaderText(response)) : isEventStream(contentType);
}

/** Whether a content type is that of an event stream. */
export function isEventStream(contentType: unknown): boolean {
  return String(contentType).startsWith("text/event-stream");
}

const eventStreamHeader = /^content-type: *text\/event-stream/im;

/** The headers as sent; `writeHead` on a response without headers leaves them nowhere else. */
function sentHeaderText(response: ServerResponse): string {
  const text = (response as { readonly _header?: unknown })._header;
  return typeof text === "string" ? text : "";
}

/** The path of a request target, without query; of an absolute target too. */
export function pathOf(url: string): string {
  const query = url.search(/[?#]/);
  const target = query < 0 ? url : url.slice(0, query);
  if (target.startsWith("/")) return target;
  const afterHost = target.indexOf("/", target.indexOf("://") + 3);
  return afterHost < 0 ? "/" : target.slice(afterHost);
}
