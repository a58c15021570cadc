import { setTimeout as delay } from "node:timers/promises";
import { monotonicSeconds } from "../clocks.ts";
import { drainOf, type HttpServer } from "./drain.ts";
import type { OperationsOptions } from "./operations-options.ts";
import type { OperationsPorts, operationsPorts } from "./operations-ports.ts";
import type { Readiness } from "./readiness.ts";
import { type ReadinessCheck, ReadinessChecks } from "./readiness-checks.ts";
import type { ScrapeParts } from "./scrape-handler.ts";
import { onSignals } from "./signals.ts";

/** How a service starts, tells its state, and ends. */
export interface LifecycleSteps extends OperationsOptions {
  /**
   * Runs when the probes answer, before the application takes requests: migrations, caches. Until it has ended `/startupz` and
   * `/readyz` answer 503. By default nothing.
   */
  readonly startup?: () => Promise<void> | void;
  /**
   * What the service cannot do without, by name; default none. `/readyz` asks, and names what fails. A dependency that all
   * replicas share makes all of them unready at once: leave it out, unless the service can answer nothing without it.
   */
  readonly readiness?: Readonly<Record<string, ReadinessCheck>>;
  /** Seconds that the checks of `readiness` may take; default 0.8, because a kubelet gives up after 1. */
  readonly readinessDeadlineSeconds?: number;
  /** Seconds between the signal to end and the last new connection; by default 5 on Kubernetes, where load balancers learn late, else 0. */
  readonly drainDelaySeconds?: number;
  /** Seconds that requests in flight may take after the delay; by default 20. What is left then is broken off. */
  readonly deadlineSeconds?: number;
  /** Seconds to wait, after the last request, for one more scrape, so that Prometheus sees the last counts; default 0. */
  readonly finalScrapeSeconds?: number;
  /** Runs when the last request has ended, before the process does; closes databases and the like. */
  readonly onDrained?: () => Promise<void> | void;
}

/** What `lifecycle` takes. */
export interface LifecycleOptions extends LifecycleSteps {
  /** The server of the application, of `node:http` or `node:https`, which does not listen yet. */
  readonly server: HttpServer;
}

/** A service whose start and end are looked after. */
export interface Lifecycle {
  /** The port of the metrics and the probes that was bound. */
  readonly metricsPort: number;
  /** The port of the probes alone that was bound; undefined without the option `probesPort`. */
  readonly probesPort: number | undefined;
  /** Drains and ends every server without a delay; the process goes on. */
  close(): Promise<void>;
}

/** What a lifecycle needs from the rest of the exporter. */
export interface LifecycleParts extends ScrapeParts {
  readonly readiness: Readiness;
  /** Runs when the application listens. */
  readonly listening: (server: HttpServer) => void;
  /** Opens the ports for operations; {@link operationsPorts} where the service has its own. */
  readonly openPorts: typeof operationsPorts;
}

/** The least seconds that a scrape in flight may take when all else has ended. */
const leastLastScrapeSeconds = 1;

/** Opens the ports for operations, runs the startup, and ends all of it on SIGTERM or SIGINT; see `Signals.lifecycle`. */
export async function lifecycle(options: LifecycleOptions, parts: LifecycleParts): Promise<Lifecycle> {
  const { server } = options;
  const { readiness } = parts;
  const drain = drainOf(server);
  const log = (message: string): void => parts.report.message(message);
  readiness.starting(new ReadinessChecks(options.readiness ?? {}, options.readinessDeadlineSeconds ?? 0.8, log));
  const ports = await parts.openPorts(options, parts, readiness);

  const end = async (drainDelaySeconds: number, finalScrapeSeconds: number): Promise<void> => {
    stopListening();
    readiness.draining();
    drain.announce();
    if (drainDelaySeconds > 0) await delay(drainDelaySeconds * 1000);
    const deadlineSeconds = options.deadlineSeconds ?? 20;
    // Not the clock that the service is measured with: the drain must end in time whatever that tells.
    const startSeconds = monotonicSeconds();
    const brokenOff = await drain.finish(deadlineSeconds);
    parts.metrics.aborted(brokenOff.requests);
    if (brokenOff.connections > 0) {
      log(
        `drain: broken off at the deadline: ${counted(brokenOff.connections, "connection")}, with ${counted(brokenOff.requests, "request")} in flight`,
      );
    }
    try {
      await options.onDrained?.();
    } finally {
      await finalScrape(ports, finalScrapeSeconds);
      await ports.close(Math.max(leastLastScrapeSeconds, deadlineSeconds - (monotonicSeconds() - startSeconds)));
    }
  };
  let ending: Promise<void> | undefined;
  const endOnce = (drainDelaySeconds: number, finalScrapeSeconds: number): Promise<void> => {
    ending ??= end(drainDelaySeconds, finalScrapeSeconds);
    return ending;
  };
  const stopListening = onSignals(
    () => endOnce(options.drainDelaySeconds ?? defaultDrainDelaySeconds(), options.finalScrapeSeconds ?? 0),
    log,
  );

  try {
    await options.startup?.();
  } catch (error) {
    await endOnce(0, 0);
    throw error;
  }
  if (ending !== undefined) await untilTheProcessEnds();
  whenListening(server, () => {
    readiness.started();
    parts.listening(server);
  });
  const { metricsPort, probesPort } = ports;
  return { metricsPort, probesPort, close: () => endOnce(0, 0) };
}

async function finalScrape(ports: OperationsPorts, seconds: number): Promise<void> {
  if (seconds <= 0) return;
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([ports.nextScrape(), delay(seconds * 1000, undefined, { signal }).catch(() => undefined)]);
  over.abort();
}

/** A service that was told to end while it started must not begin to listen. */
function untilTheProcessEnds(): Promise<never> {
  return new Promise(() => undefined);
}

function whenListening(server: HttpServer, run: () => void): void {
  if (server.listening) run();
  else server.once("listening", run);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function defaultDrainDelaySeconds(): number {
  return process.env["KUBERNETES_SERVICE_HOST"] === undefined ? 0 : 5;
}
