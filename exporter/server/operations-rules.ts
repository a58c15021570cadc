import { isRecord } from "@signalbox/contract";
import {
  aFunction,
  type OptionRules,
  oneOf,
  options,
  secondsAboveZero,
  secondsFromZero,
  tcpPort,
  text,
  wholeNumber,
} from "../option-rules.ts";
import type { LifecycleOptions } from "./lifecycle.ts";
import type { MetricsLimits } from "./metrics-limits.ts";
import type { OperationsOptions } from "./operations-options.ts";
import type { ServeOptions } from "./serve.ts";

const metricsLimits: { readonly [K in keyof Required<MetricsLimits>]: OptionRules[string] } = {
  maximumScrapes: wholeNumber(1, 3),
  scrapeDeadlineSeconds: secondsAboveZero(10),
  maximumSending: wholeNumber(1, 10),
  sendDeadlineSeconds: secondsAboveZero(30),
  headersDeadlineSeconds: secondsAboveZero(5),
  requestDeadlineSeconds: secondsAboveZero(10),
  maximumConnections: wholeNumber(1, 50),
};

/** The rules of the ports for operations. */
export const operationsRules: { readonly [K in keyof Required<OperationsOptions>]: OptionRules[string] } = {
  metricsPort: tcpPort(9464),
  host: text("127.0.0.1"),
  probesPort: tcpPort(9465),
  metricsAuth: options(
    { bearerTokenFile: { ...text("/etc/metrics/token"), isNeeded: true } },
    '{ bearerTokenFile: "/etc/metrics/token" }',
  ),
  metricsTls: options(
    {
      certFile: { ...text("/etc/tls/tls.crt"), isNeeded: true },
      keyFile: { ...text("/etc/tls/tls.key"), isNeeded: true },
      clientCaFile: text("/etc/tls/ca.crt"),
      reloadSeconds: secondsAboveZero(10),
    },
    '{ certFile: "/etc/tls/tls.crt", keyFile: "/etc/tls/tls.key" }',
  ),
  metricsLimits: options(metricsLimits, "{ maximumScrapes: 3 }"),
  onMetricsPortBusy: oneOf("fail", "warn"),
};

const stepRules = {
  ...operationsRules,
  startup: aFunction("async () => migrate()"),
  readiness: {
    rule: "it is an object of functions",
    example: "{ database: () => database.isConnected }",
    fits: (value) => isRecord(value) && Object.values(value).every((check) => typeof check === "function"),
  },
  readinessDeadlineSeconds: secondsAboveZero(0.8),
  drainDelaySeconds: secondsFromZero(5),
  deadlineSeconds: secondsFromZero(20),
  finalScrapeSeconds: secondsFromZero(15),
  onDrained: aFunction("() => database.end()"),
} satisfies OptionRules;

/** The rules of `lifecycle`. */
export const lifecycleRules: { readonly [K in keyof Required<LifecycleOptions>]: OptionRules[string] } = {
  ...stepRules,
  server: {
    rule: "it is a server of node:http, node:https or node:http2",
    example: "createServer(app)",
    isNeeded: true,
    fits: (value) => hasMethod(value, "listen") && hasMethod(value, "closeIdleConnections", "on"),
    hint: (value) => (hasMethod(value, "routing") ? "server: fastify.server" : undefined),
  },
};

/** The rules of `serve`. */
export const serveRules: { readonly [K in keyof Required<ServeOptions>]: OptionRules[string] } = {
  ...stepRules,
  app: {
    ...aFunction("express()"),
    rule: "it is a function that takes a request and its response: an Express application, or a handler of node:http",
    isNeeded: true,
    hint: appHint,
  },
  port: { ...tcpPort(8080), isNeeded: true },
  keepAliveTimeoutSeconds: secondsFromZero(65),
  headersTimeoutSeconds: secondsAboveZero(70),
};

/** Applications of other frameworks are objects, each with its own way to a function. */
function appHint(value: unknown): string | undefined {
  if (hasMethod(value, "routing")) return "app: fastify.routing, after `await fastify.ready()`";
  if (hasMethod(value, "fetch")) return "app: getRequestListener(hono.fetch), of @hono/node-server";
  if (hasMethod(value, "callback")) return "app: koa.callback()";
  return hasMethod(value, "listen") ? "signals.lifecycle({ server, metricsPort }), which takes a server" : undefined;
}

/** Whether a value has one of some methods. */
function hasMethod(value: unknown, ...names: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  return names.some((name) => typeof (value as Record<string, unknown>)[name] === "function");
}
