import type { IncomingMessage, ServerResponse } from "node:http";
import type { Ending } from "./request-labels.ts";

/** How an exchange ended, asked when its response emits `close`. */
export function endingOf(request: IncomingMessage, response: ServerResponse): Ending {
  if (response.writableFinished) return "answered";
  const { socket } = request;
  if (socket.readableEnded) return "clientLeft";
  return isClientFault(socket.errored) ? "clientLeft" : "brokenOff";
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
