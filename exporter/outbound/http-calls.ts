import type { ClientRequest, IncomingMessage } from "node:http";
import { type CallError, callError } from "./call-error.ts";
import { listenTo } from "./channel-subscriptions.ts";
import { defaultPort } from "./dependency-lookup.ts";
import type { Call, OutboundCalls } from "./outbound-calls.ts";

/** Messages of `node:http` and `node:https`. Despite its name, the third comes when the headers of the response are there. */
interface HttpMessages {
  "http.client.request.created": { readonly request: ClientRequest };
  "http.client.request.error": { readonly request: ClientRequest; readonly error: unknown };
  "http.client.response.finish": { readonly request: ClientRequest; readonly response: IncomingMessage };
}

/**
 * Measures what `node:http` and `node:https` send, and the clients that are built on them.
 * @returns a function that stops
 */
export function measureHttp(outbound: OutboundCalls): () => void {
  const calls = new WeakMap<ClientRequest, Call>();
  const timedOut = new WeakSet<ClientRequest>();
  const safely = (listener: () => void) => (): void => {
    try {
      listener();
    } catch (error) {
      outbound.report.error("end of a call", error);
    }
  };
  return listenTo<HttpMessages>(
    {
      "http.client.request.created": ({ request }) => {
        const call = outbound.begin(dependencyOf(request, outbound), request.method);
        calls.set(request, call);
        request.once("timeout", () => timedOut.add(request));
        request.once(
          "close",
          safely(() => ended(outbound, call, request)),
        );
      },
      "http.client.request.error": ({ request, error }) => {
        const call = calls.get(request);
        if (call !== undefined) outbound.failed(call, timedOut.has(request) ? "timeout" : errorOf(request, error));
      },
      "http.client.response.finish": ({ request, response }) => {
        const call = calls.get(request);
        if (call === undefined) return;
        outbound.answered(call, response.statusCode ?? 0);
        response.once(
          "close",
          safely(() => brokenOff(outbound, call, response)),
        );
      },
    },
    outbound.report,
  );
}

/** Answers to an upgrade and to CONNECT are not published; the request tells them when it closes. */
function ended(outbound: OutboundCalls, call: Call, request: ClientRequest): void {
  if (call.state !== "waiting") return;
  const { res } = request as { readonly res?: IncomingMessage | null };
  if (res?.statusCode === undefined) outbound.failed(call, "aborted");
  else outbound.answered(call, res.statusCode);
}

/** An answer that the other side ended too soon, of which the request does not tell; it does of every other error. */
function brokenOff(outbound: OutboundCalls, call: Call, { errored, socket }: IncomingMessage): void {
  if (errored && socket.readableEnded) outbound.failed(call, callError(errored));
}

/** Node says "socket hang up" with ECONNRESET also when the service itself destroyed the request; then the other side did nothing. */
function errorOf(request: ClientRequest, error: unknown): CallError {
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  const isHangUp = code === "ECONNRESET" && syscall === undefined;
  const socket = request.socket as ClientRequest["socket"] | null | undefined;
  return isHangUp && socket?.readableEnded !== true ? "aborted" : callError(error);
}

function dependencyOf(request: ClientRequest, outbound: OutboundCalls): number {
  if ((request as { readonly socketPath?: unknown }).socketPath !== undefined) return outbound.lookup.other;
  return outbound.lookup.ofHost(request.host, portOf(request));
}

/** The port stands only in the header `Host`, and there only where the service did not write another host. */
function portOf(request: ClientRequest): number | undefined {
  const header = request.getHeader("host");
  const address = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(typeof header === "string" ? header : "");
  const isOwn =
    address === null || address[1]?.replace(/^\[(.*)\]$/, "$1") !== request.host.replace(/^\[(.*)\]$/, "$1");
  if (isOwn) return undefined;
  return address[2] === undefined ? defaultPort(request.protocol) : Number(address[2]);
}
