import { callError } from "./call-error.ts";
import { listenTo } from "./channel-subscriptions.ts";
import type { Call, OutboundCalls } from "./outbound-calls.ts";

/** A request as undici publishes it; the same object in every message. */
interface UndiciRequest {
  readonly origin: string | URL;
  readonly method: string;
  /** The protocol that the connection is to change to, such as `websocket`; some versions leave it out. */
  readonly upgrade?: unknown;
}

/** Messages of undici, the one inside Node that is behind `fetch` and the one from npm; both publish to the same channels. */
interface UndiciMessages {
  "undici:request:create": { readonly request: UndiciRequest };
  "undici:request:headers": { readonly request: UndiciRequest; readonly response: { readonly statusCode: number } };
  "undici:request:trailers": { readonly request: UndiciRequest };
  "undici:request:error": { readonly request: UndiciRequest; readonly error: unknown };
}

/**
 * Measures what `fetch` and undici send. A redirect that is followed is a call of its own, since it may lead to another host.
 * @returns a function that stops
 */
export function measureUndici(outbound: OutboundCalls): () => void {
  const calls = new WeakMap<UndiciRequest, Call>();
  return listenTo<UndiciMessages>(
    {
      "undici:request:create": ({ request }) => {
        // Undici does not tell when a connection has changed its protocol, so such a call would never end.
        if (request.upgrade || request.method === "CONNECT") return;
        const dependency = outbound.lookup.ofOrigin(String(request.origin));
        calls.set(request, outbound.begin(dependency, request.method));
      },
      "undici:request:headers": ({ request, response }) => {
        const call = calls.get(request);
        const isInformational = response.statusCode < 200;
        if (call !== undefined && !isInformational) outbound.answered(call, response.statusCode);
      },
      "undici:request:trailers": ({ request }) => {
        calls.delete(request);
      },
      "undici:request:error": ({ request, error }) => {
        const call = calls.get(request);
        if (call !== undefined) outbound.failed(call, callError(error));
        calls.delete(request);
      },
    },
    outbound.report,
  );
}
