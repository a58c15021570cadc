import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { pathOf } from "../http/exchange.ts";
import type { MetricsLimits } from "./metrics-limits.ts";
import { probes } from "./probes.ts";
import type { Readiness } from "./readiness.ts";
import type { ScrapeHandler } from "./scrape-handler.ts";
import type { Certificates } from "./server-certificates.ts";
import { sendText, type TextAnswer } from "./text-answer.ts";
import type { WatchedFiles } from "./watched-files.ts";
import { wholeMilliseconds } from "./whole-milliseconds.ts";

/** What a port for operations serves. */
export interface MetricsServerParts {
  readonly readiness: Readiness;
  /** Answers `/metrics`; left out for a port that has only the probes. */
  readonly scrapes?: ScrapeHandler;
  /** Takes what should not have failed. */
  readonly onError: (error: unknown) => void;
}

/** The server of the probes, and of `/metrics` where it is asked for, without encryption. */
export function metricsServer(parts: MetricsServerParts, limits: Required<MetricsLimits>): Server {
  return limited(createServer(requestLimits(limits), listener(parts)), limits);
}

/** The same server over TLS; a client must show a certificate when there are authorities for it. New files serve new connections. */
export function metricsTlsServer(
  parts: MetricsServerParts,
  limits: Required<MetricsLimits>,
  certificates: WatchedFiles<Certificates>,
  reloadSeconds: number,
): TlsServer {
  const { value } = certificates;
  const asksClient = value.ca !== undefined;
  const server = createTlsServer(
    {
      ...requestLimits(limits),
      ...value,
      requestCert: asksClient,
      rejectUnauthorized: asksClient,
      handshakeTimeout: wholeMilliseconds(limits.headersDeadlineSeconds),
    },
    listener(parts),
  );
  const reload = setInterval(async () => {
    if (await certificates.refresh()) server.setSecureContext(certificates.value);
  }, reloadSeconds * 1000).unref();
  server.on("close", () => clearInterval(reload));
  return limited(server, limits);
}

/** Node looks for late requests at an interval of its own, half a minute by default, which would be the true deadline. */
function requestLimits(limits: Required<MetricsLimits>): {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
} {
  const headersTimeout = wholeMilliseconds(limits.headersDeadlineSeconds);
  const requestTimeout = Math.max(wholeMilliseconds(limits.requestDeadlineSeconds), headersTimeout);
  return { headersTimeout, requestTimeout, connectionsCheckingInterval: Math.ceil(headersTimeout / 5) };
}

function limited<S extends Server | TlsServer>(server: S, limits: Required<MetricsLimits>): S {
  server.timeout = wholeMilliseconds(limits.scrapeDeadlineSeconds + limits.sendDeadlineSeconds);
  server.maxConnections = limits.maximumConnections;
  return server;
}

function listener(parts: MetricsServerParts): RequestListener {
  return (request, response) => {
    response.on("error", () => undefined);
    answer(request, response, parts).catch((error: unknown) => {
      parts.onError(error);
      request.socket.destroy();
    });
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: MetricsServerParts): Promise<void> {
  const path = pathOf(request.url ?? "");
  const probe = probes.get(path);
  const scrapes = path === "/metrics" ? parts.scrapes : undefined;
  if (probe === undefined && scrapes === undefined) return sendText(request, response, notFound(parts));
  if (request.method !== "GET" && request.method !== "HEAD") return sendText(request, response, wrongMethod);
  if (probe !== undefined) return sendText(request, response, await probe(parts.readiness));
  return scrapes?.answer(request, response);
}

function notFound({ scrapes }: MetricsServerParts): TextAnswer {
  const paths = [...(scrapes === undefined ? [] : ["/metrics"]), ...probes.keys()];
  return { status: 404, body: `not found; here are ${paths.join(", ")}\n` };
}

const wrongMethod: TextAnswer = { status: 405, body: "only GET and HEAD\n", headers: { Allow: "GET, HEAD" } };
