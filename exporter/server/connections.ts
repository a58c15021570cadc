import type { ServerResponse } from "node:http";
import type { Server as NetServer, Socket } from "node:net";

/** The open connections of a server. */
export class Connections {
  /** As the network has them: for TLS, before the handshake too. */
  readonly #raw = new Set<Socket>();
  /** As HTTP has them: for TLS, after the handshake. */
  readonly #http = new Set<Socket>();

  /** Follows a server; call it before the server listens. */
  constructor(server: NetServer) {
    follow(server, "connection", this.#raw);
    follow(server, "secureConnection", this.#http);
  }

  /** How many are open. */
  get count(): number {
    return this.#raw.size;
  }

  /** The answers that are being made; of requests that wait on one connection for their turn, the first. */
  get responses(): readonly ServerResponse[] {
    return [...this.#raw, ...this.#http].flatMap((socket) => responseOn(socket) ?? []);
  }

  /** Ends those on which nothing was ever sent; Node does not count them as idle. */
  destroyUnused(): void {
    for (const socket of [...this.#raw, ...this.#http]) {
      if (socket.bytesRead === 0) socket.destroy();
    }
  }

  /** Ends them all at once. */
  destroy(): void {
    for (const socket of this.#raw) socket.destroy();
  }
}

function follow(server: NetServer, event: string, sockets: Set<Socket>): void {
  server.on(event, (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
}

/** Node keeps the response in flight on its socket, and tells it nowhere else. */
function responseOn(socket: Socket): ServerResponse | undefined {
  return (socket as { readonly _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}
