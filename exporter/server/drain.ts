import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Seconds between two sweeps for connections that became idle. */
const sweepSeconds = 0.25;

/** Ends a server without losing a request that it took. */
export interface Drain {
  /** Tells every client with a request in flight that its connection ends with the answer. */
  announce(): void;
  /** Takes no new connections, waits for the requests in flight, and breaks off what is left after the deadline. Resolves with the number of connections broken off. */
  finish(deadlineSeconds: number): Promise<number>;
}

/** Prepares the drain of a server; call it before the server listens. */
export function drainOf(server: Server): Drain {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    announce() {
      for (const socket of sockets) announceEnd(socket);
    },
    finish(deadlineSeconds) {
      return new Promise((resolve) => {
        let brokenOff = 0;
        const sweep = setInterval(() => server.closeIdleConnections(), sweepSeconds * 1000);
        const deadline = setTimeout(() => {
          brokenOff = sockets.size;
          for (const socket of sockets) socket.destroy();
        }, deadlineSeconds * 1000);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(deadline);
          resolve(brokenOff);
        });
        server.closeIdleConnections();
      });
    },
  };
}

/** Node keeps the response in flight on its socket, and tells it nowhere else. */
function announceEnd(socket: Socket): void {
  const response = (socket as { readonly _httpMessage?: ServerResponse | null })._httpMessage;
  if (response !== undefined && response !== null && !response.headersSent) response.setHeader("Connection", "close");
}
