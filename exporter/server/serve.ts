import { createServer, type Server } from "node:http";
import type { NodeHandler } from "../http/node-handler.ts";
import { type Lifecycle, type LifecycleParts, type LifecycleSteps, lifecycle } from "./lifecycle.ts";
import { listen } from "./listen.ts";
import { wholeMilliseconds } from "./whole-milliseconds.ts";

/** Seconds by which the deadline for headers must exceed the time that a connection may stay idle. */
const headersMarginSeconds = 5;

/** Seconds that a whole request may take to arrive; Node's own default. */
const requestSeconds = 300;

/** What `serve` takes. */
export interface ServeOptions extends LifecycleSteps {
  /** An Express application, or a handler of `node:http`. */
  readonly app: NodeHandler;
  /** Port of the application; 0 lets the system choose. */
  readonly port: number;
  /**
   * Seconds that an idle connection to the application stays open; default 65. It must be more than the load balancer's, which
   * is 60 for most, or that one sends requests into connections that are just being closed.
   */
  readonly keepAliveTimeoutSeconds?: number;
  /** Seconds in which a client of the application must have sent its headers; by default 5 more than `keepAliveTimeoutSeconds`. */
  readonly headersTimeoutSeconds?: number;
}

/** A service that runs. */
export interface Served extends Lifecycle {
  /** The server of the application, for what Express does not cover, such as upgrades. */
  readonly server: Server;
  /** The port of the application that was bound. */
  readonly port: number;
}

/** Starts the application beside its ports for operations, and ends all of it on SIGTERM or SIGINT; see `Signals.serve`. */
export async function serve(options: ServeOptions, parts: LifecycleParts): Promise<Served> {
  const keepAliveSeconds = options.keepAliveTimeoutSeconds ?? 65;
  const headersSeconds = options.headersTimeoutSeconds ?? keepAliveSeconds + headersMarginSeconds;
  const server = createServer(
    {
      keepAliveTimeout: wholeMilliseconds(keepAliveSeconds),
      headersTimeout: wholeMilliseconds(headersSeconds),
      requestTimeout: wholeMilliseconds(Math.max(requestSeconds, headersSeconds)),
    },
    (request, response) => options.app(request, response),
  );
  const running = await lifecycle({ ...options, server }, parts);
  try {
    return { ...running, server, port: await listen(server, options.port, options.host, "port") };
  } catch (error) {
    await running.close();
    throw error;
  }
}
