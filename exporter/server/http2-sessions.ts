import type { Http2Stream, ServerHttp2Session } from "node:http2";
import type { Server as NetServer } from "node:net";

/** The sessions of a server that speaks HTTP/2; of any other server there are none. */
export class Http2Sessions {
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #streams = new Set<Http2Stream>();

  /** Follows a server; call it before the server listens. */
  constructor(server: NetServer) {
    server.on("session", (session: ServerHttp2Session) => {
      this.#sessions.add(session);
      session.once("close", () => this.#sessions.delete(session));
      session.on("stream", (stream) => {
        this.#streams.add(stream);
        stream.once("close", () => this.#streams.delete(stream));
      });
    });
  }

  /** How many requests have no whole answer. */
  get requests(): number {
    return this.#streams.size;
  }

  /** Tells the clients, with GOAWAY, to open another session; each ends when its requests have their answers. */
  end(): void {
    for (const session of this.#sessions) session.close();
  }
}
