import { createServer, type Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { NodeHandler } from "../http/node-handler.ts";
import { drainOf } from "./drain.ts";
import { listen } from "./listen.ts";
import { metricsServer } from "./metrics-server.ts";
import type { Readiness } from "./readiness.ts";
import { onSignals } from "./signals.ts";

/** Seconds that a scrape in flight may take when all else has ended. */
const lastScrapeSeconds = 1;

/** What `serve` takes. */
export interface ServeOptions {
  /** An Express application, or a handler of `node:http`. */
  readonly app: NodeHandler;
  /** Port of the application; 0 lets the system choose. */
  readonly port: number;
  /** Port of the metrics and the probes; 0 lets the system choose. */
  readonly metricsPort: number;
  /** Address to listen on, for both ports; by default every address of the machine. */
  readonly host?: string;
  /** Seconds between the signal to end and the last new connection; by default 5 on Kubernetes, where load balancers learn late, else 0. */
  readonly drainDelaySeconds?: number;
  /** Seconds that requests in flight may take after the delay; by default 20. What is left then is broken off. */
  readonly deadlineSeconds?: number;
  /** Runs when the last request has ended, before the process does; closes databases and the like. */
  readonly onDrained?: () => Promise<void> | void;
}

/** A service that runs. */
export interface Served {
  /** The server of the application, for what Express does not cover, such as upgrades. */
  readonly server: Server;
  /** The port of the application that was bound. */
  readonly port: number;
  /** The port of the metrics and the probes that was bound. */
  readonly metricsPort: number;
  /** Drains and ends both servers without a delay; the process goes on. */
  close(): Promise<void>;
}

/** What `serve` needs from the rest of the exporter. */
export interface ServeParts {
  readonly exposition: () => Promise<string>;
  readonly readiness: Readiness;
  readonly log: (message: string) => void;
  readonly listening: () => void;
}

/** Starts both servers and ends them on SIGTERM or SIGINT; see `Signals.serve`. */
export async function serve(options: ServeOptions, parts: ServeParts): Promise<Served> {
  const { readiness } = parts;
  const metrics = metricsServer(parts.exposition, readiness);
  const application = createServer((request, response) => {
    if (readiness.isDraining) response.setHeader("Connection", "close");
    return options.app(request, response);
  });
  const drain = drainOf(application);
  const metricsDrain = drainOf(metrics);
  const metricsPort = await listen(metrics, options.metricsPort, options.host, "metricsPort");
  const port = await listen(application, options.port, options.host, "port").catch(async (error: unknown) => {
    await metricsDrain.finish(0);
    throw error;
  });
  readiness.started();
  parts.listening();

  const end = async (drainDelaySeconds: number): Promise<void> => {
    stopListening();
    readiness.draining();
    drain.announce();
    if (drainDelaySeconds > 0) await delay(drainDelaySeconds * 1000);
    const brokenOff = await drain.finish(options.deadlineSeconds ?? 20);
    if (brokenOff > 0) parts.log(`drain: ${brokenOff} connections were broken off at the deadline`);
    try {
      await options.onDrained?.();
    } finally {
      await metricsDrain.finish(lastScrapeSeconds);
    }
  };
  let ending: Promise<void> | undefined;
  const endOnce = (drainDelaySeconds: number): Promise<void> => {
    ending ??= end(drainDelaySeconds);
    return ending;
  };
  const stopListening = onSignals(() => endOnce(options.drainDelaySeconds ?? defaultDrainDelaySeconds()), parts.log);
  return { server: application, port, metricsPort, close: () => endOnce(0) };
}

function defaultDrainDelaySeconds(): number {
  return process.env["KUBERNETES_SERVICE_HOST"] === undefined ? 0 : 5;
}
