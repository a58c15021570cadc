import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { defineService, histogram, open } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { bounds, linesPerLabelSet } from "./durations.ts";
import { otelMetrics } from "./opentelemetry.ts";
import { promClient, promClients } from "./prom-clients.ts";
import { ours } from "./question.ts";
import { serverOf } from "./server-of.ts";

const methods = ["GET", "POST", "PUT", "DELETE", "PATCH"] as const;
const statuses = ["200", "201", "404", "500"] as const;
const name = "http_request_duration_seconds";
const help = "Duration of requests.";
const labelNames = ["method", "route", "status"] as const;

/** A service with one large histogram. */
export interface LargeSubject {
  /** Counts a duration in the label set of a number, in seconds. */
  observe(labelSet: number, seconds: number): void;
  /** Answers scrapes under `/metrics`; listens on a port of the loopback. */
  readonly server: Server;
  readonly port: number;
  /** Where the service answers other requests. */
  readonly applicationPort: number;
}

/** The names of {@link largeSubject}. */
export const largeSubjects: readonly string[] = [ours, ...promClients, "opentelemetry"];

/** How many label sets a histogram has that takes so many lines of text. */
export function labelSetsOf(lines: number): number {
  return Math.ceil(lines / linesPerLabelSet);
}

/** A service with room for so many label sets, none of which it has yet. */
export function largeSubject(subject: string, labelSets: number): Promise<LargeSubject> {
  const labels = labeller();
  if (subject === ours) return signalbox(labels, labelSets);
  if (subject === "opentelemetry") return opentelemetry(labels, labelSets);
  return promClientSubject(subject, labels);
}

type Labels = {
  readonly method: (typeof methods)[number];
  readonly route: string;
  readonly status: (typeof statuses)[number];
};

type Labeller = (labelSet: number) => Labels;

/** Labels by number; twenty label sets share a route, whose text comes into being with the first of them. */
function labeller(): Labeller {
  const routes: string[] = [];
  const perRoute = methods.length * statuses.length;
  return (labelSet) => {
    const index = Math.floor(labelSet / perRoute);
    routes[index] ??= `/api/v1/customers/:customer/resource-${index}/:id`;
    return {
      method: methods[labelSet % methods.length] as Labels["method"],
      route: routes[index],
      status: statuses[Math.floor(labelSet / methods.length) % statuses.length] as Labels["status"],
    };
  };
}

async function signalbox(labels: Labeller, labelSetLimit: number): Promise<LargeSubject> {
  const service = defineService({
    name: "bench",
    team: "bench",
    description: "Has many series.",
    metrics: {
      [name]: histogram(help, {
        unit: "seconds",
        bounds,
        labels: { method: methods, route: open({ max: 10_000 }), status: statuses },
        labelSetLimit,
      }),
    },
    indicators: {},
  });
  const signals = instrument(service);
  const duration = signals.metrics[name];
  const app = (_request: unknown, response: { end(): void }): void => response.end();
  const { metricsPort: port, port: applicationPort } = await signals.serve({
    app,
    port: 0,
    metricsPort: 0,
    host: "127.0.0.1",
  });
  return {
    observe: (labelSet, seconds) => duration.observe(labels(labelSet), seconds),
    server: await serverOf(port),
    port,
    applicationPort,
  };
}

function promClientSubject(client: string, labels: Labeller): Promise<LargeSubject> {
  const { Histogram, Registry } = promClient(client);
  const registry = new Registry();
  const duration = new Histogram({ name, help, labelNames, buckets: bounds, registers: [registry] });
  return textServer(
    (labelSet, seconds) => duration.observe(labels(labelSet), seconds),
    () => registry.metrics(),
    registry.contentType,
  );
}

function opentelemetry(labels: Labeller, labelSets: number): Promise<LargeSubject> {
  const { provider, text } = otelMetrics(labelSets);
  const duration = provider.getMeter("bench").createHistogram(name);
  return textServer((labelSet, seconds) => duration.record(seconds, labels(labelSet)), text, "text/plain");
}

/** Serves a text as the documentation of the clients says. */
async function textServer(
  observe: LargeSubject["observe"],
  text: () => Promise<string>,
  contentType: string,
): Promise<LargeSubject> {
  const server = createServer(async (request, response) => {
    if (request.url !== "/metrics") return response.end();
    response.setHeader("Content-Type", contentType);
    return response.end(await text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { observe, server, port, applicationPort: port };
}
