import type { IncomingMessage, ServerResponse } from "node:http";
import { defineService, requests } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { bounds } from "./durations.ts";
import { otelMetrics } from "./opentelemetry.ts";
import { peer } from "./peer.ts";
import { promClient, promClients } from "./prom-clients.ts";
import { ours } from "./question.ts";

/** What is used of a request of Express. */
export type BenchRequest = IncomingMessage & {
  readonly app?: unknown;
  route?: { readonly path: string };
  baseUrl: string;
  readonly params?: Readonly<Record<string, string>>;
};

/** Middleware of Express. */
export type Middleware = (request: BenchRequest, response: ServerResponse, next: () => void) => void;

/** A way to measure the requests of an Express application. */
export interface ExpressSubject {
  /** Absent where requests are measured without a middleware, or not at all. */
  readonly middleware?: Middleware;
  /** What a scrape returns; absent where nothing is measured. */
  text?(): Promise<string>;
}

/** An Express application that nobody measures. */
export const bare = "bare";

const packaged: Readonly<Record<string, () => ExpressSubject>> = {
  [bare]: () => ({}),
  [ours]: signalbox,
  "express-prom-bundle": expressPromBundle,
  "@promster/express": promster,
  "prometheus-api-metrics": prometheusApiMetrics,
  opentelemetry,
};

/** The names of {@link expressSubject} that bring a middleware: ours, two that are written by hand, and packages. */
export const middlewareSubjects: readonly string[] = [
  ours,
  ...promClients,
  "@promster/express",
  "express-prom-bundle",
  "prometheus-api-metrics",
];

/** Sets up one way to measure requests. Call it before Express is loaded, because OpenTelemetry patches what is loaded after it. */
export function expressSubject(name: string): ExpressSubject {
  const setUp = packaged[name];
  return setUp === undefined ? handWritten(name) : setUp();
}

function signalbox(): ExpressSubject {
  const service = defineService({
    name: "bench",
    team: "bench",
    description: "Answers requests.",
    metrics: {},
    indicators: {
      availability: requests(),
      fast: requests({ fasterThanSeconds: 0.3 }),
      users: requests({ routes: ["GET /users/:id"], alsoBad: [409] }),
    },
  });
  const signals = instrument(service);
  return { middleware: signals.express() as unknown as Middleware, text: () => signals.exposition() };
}

/** What a careful user writes with a client library: two clock reads, one listener, one observation under the route's template. */
function handWritten(name: string): ExpressSubject {
  const { Histogram, Registry } = promClient(name);
  const registry = new Registry();
  const histogram = new Histogram({
    name: "http_request_duration_seconds",
    help: "Duration of requests.",
    labelNames: ["method", "route", "status"],
    buckets: bounds,
    registers: [registry],
  });
  return {
    middleware: (request, response, next) => {
      const start = performance.now();
      response.on("finish", () => {
        const route = request.route === undefined ? "" : request.baseUrl + request.route.path;
        const labels = { method: request.method ?? "", route, status: response.statusCode };
        histogram.observe(labels, (performance.now() - start) / 1000);
      });
      next();
    },
    text: () => registry.metrics(),
  };
}

function expressPromBundle(): ExpressSubject {
  const bundle = peer<(options: object) => Middleware>("express-prom-bundle");
  const options = { includeMethod: true, includePath: true, buckets: [...bounds], autoregister: false };
  return { middleware: bundle(options), text: () => promClient("prom-client").register.metrics() };
}

function promster(): ExpressSubject {
  interface Promster {
    createMiddleware(options: object): Middleware;
  }
  const { createMiddleware } = peer<Promster>("@promster/express");
  const options = {
    metricBuckets: { httpRequestDurationInSeconds: [...bounds] },
  };
  return {
    middleware: createMiddleware({ options }),
    text: () => promClient("prom-client").register.metrics(),
  };
}

function prometheusApiMetrics(): ExpressSubject {
  const apiMetrics = peer<(options: object) => Middleware>("prometheus-api-metrics");
  return {
    middleware: apiMetrics({ durationBuckets: [...bounds] }),
    text: () => promClient("prom-client").register.metrics(),
  };
}

function opentelemetry(): ExpressSubject {
  type Instrumentation = new (options?: object) => object;
  const metrics = otelMetrics(2000);
  const { context } = peer<{ context: { setGlobalContextManager(manager: object): void } }>("@opentelemetry/api");
  const { AsyncLocalStorageContextManager } = peer<{ AsyncLocalStorageContextManager: new () => { enable(): object } }>(
    "@opentelemetry/context-async-hooks",
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const { registerInstrumentations } = peer<{ registerInstrumentations(options: object): void }>(
    "@opentelemetry/instrumentation",
  );
  const { HttpInstrumentation } = peer<{ HttpInstrumentation: Instrumentation }>("@opentelemetry/instrumentation-http");
  const { ExpressInstrumentation } = peer<{ ExpressInstrumentation: Instrumentation }>(
    "@opentelemetry/instrumentation-express",
  );
  registerInstrumentations({
    meterProvider: metrics.provider,
    instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()],
  });
  return { text: () => metrics.text() };
}
