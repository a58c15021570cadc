import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Http2SecureServer, Http2Server } from "node:http2";
import type { Server as TlsServer } from "node:https";
import type { Server as NetServer } from "node:net";
import { Connections } from "./connections.ts";
import { Http2Sessions } from "./http2-sessions.ts";

/** Seconds between two sweeps for connections that became idle. */
const sweepSeconds = 0.25;

/** A server of `node:http`, `node:https` or `node:http2`. */
export type HttpServer = Server | TlsServer | Http2Server | Http2SecureServer;

/** What a drain broke off at its deadline. */
export interface BrokenOff {
  /** Every connection that was still open, upgraded and unfinished ones too. */
  readonly connections: number;
  /** Requests among them that had no whole answer. */
  readonly requests: number;
}

/** Ends a server without losing a request that it took. */
export interface Drain {
  /** Tells every client, with the answer in flight or the next one, that its connection ends. */
  announce(): void;
  /** Takes no new connections, waits for the requests in flight, and breaks off what is left after the deadline. */
  finish(deadlineSeconds: number): Promise<BrokenOff>;
}

/** Prepares the drain of a server; call it before the server listens. It costs requests nothing until then. */
export function drainOf(server: HttpServer): Drain {
  const connections = new Connections(server);
  const sessions = new Http2Sessions(server);
  return {
    announce() {
      for (const response of connections.responses) announceEnd(response);
      (server as NetServer).prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
        if (request.httpVersionMajor === 1) announceEnd(response);
      });
      sessions.end();
    },
    finish(deadlineSeconds) {
      return new Promise((resolve) => {
        let brokenOff: BrokenOff = { connections: 0, requests: 0 };
        const closeIdle = (): void => {
          sessions.end();
          if ("closeIdleConnections" in server) server.closeIdleConnections();
          connections.destroyUnused();
        };
        const sweep = setInterval(closeIdle, sweepSeconds * 1000);
        const deadline = setTimeout(() => {
          brokenOff = { connections: connections.count, requests: connections.responses.length + sessions.requests };
          connections.destroy();
          if ("closeAllConnections" in server) server.closeAllConnections();
        }, deadlineSeconds * 1000);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(deadline);
          resolve(brokenOff);
        });
        closeIdle();
      });
    },
  };
}

function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
