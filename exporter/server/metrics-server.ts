import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { textContentType } from "../exposition/text-format.ts";
import { pathOf } from "../http/exchange.ts";
import type { Readiness } from "./readiness.ts";

/** The most scrapes that are answered at the same time. */
const maximumScrapes = 3;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The server of `/metrics`, `/livez`, `/readyz` and `/startupz`, for a port that the public does not reach. */
export function metricsServer(exposition: () => Promise<string>, readiness: Readiness): Server {
  let scrapes = 0;
  const scrape = async (): Promise<Answer> => {
    if (scrapes >= maximumScrapes) return { status: 503, body: "too many scrapes\n", headers: { "Retry-After": "1" } };
    scrapes += 1;
    try {
      return { status: 200, body: await exposition(), headers: { "Content-Type": textContentType } };
    } finally {
      scrapes -= 1;
    }
  };
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (request, response) => {
    answer(request, scrape, readiness).then(
      (result) => send(request, response, result),
      () => send(request, response, { status: 500, body: "the metrics could not be rendered\n" }),
    );
  });
  server.timeout = 30_000;
  server.maxConnections = 50;
  return server;
}

async function answer(request: IncomingMessage, scrape: () => Promise<Answer>, readiness: Readiness): Promise<Answer> {
  const probe = probes[pathOf(request.url ?? "")];
  if (probe === undefined) return { status: 404, body: "not found; try /metrics, /livez, /readyz or /startupz\n" };
  if (request.method !== "GET" && request.method !== "HEAD") {
    return { status: 405, body: "only GET and HEAD\n", headers: { Allow: "GET, HEAD" } };
  }
  return probe === "scrape" ? scrape() : probe(readiness);
}

/** Every path starts with a slash, so that none of them is a property that objects inherit. */
const probes: Readonly<Record<string, "scrape" | ((readiness: Readiness) => Answer)>> = {
  "/metrics": "scrape",
  "/livez": () => ({ status: 200, body: "ok\n" }),
  "/healthz": () => ({ status: 200, body: "ok\n" }),
  "/readyz": ({ obstacle }) =>
    obstacle === undefined ? { status: 200, body: "ok\n" } : { status: 503, body: `${obstacle}\n` },
  "/startupz": ({ hasStarted }) => (hasStarted ? { status: 200, body: "ok\n" } : { status: 503, body: "starting\n" }),
};

function send(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Answer): void {
  const bytes = Buffer.from(body, "utf8");
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    ...headers,
    "Content-Length": bytes.length,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
