import { createServer } from "node:net";

/** The ports of a demo, all different. */
export interface DemoPorts {
  readonly page: number;
  readonly app: number;
  readonly metrics: number;
}

/** A port that something else has. */
class PortTaken extends Error {
  constructor(port: number, what: string, option: string) {
    super(`Port ${port}, for ${what}, is in use by another program. Choose another one with ${option} <port>.`);
    this.name = "PortTaken";
  }
}

/** Finds out before anything is started whether all ports can be had. @throws {PortTaken} */
export async function ensureFree({ page, app, metrics }: DemoPorts): Promise<void> {
  for (const [port, what, option] of [
    [page, "the page", "--port"],
    [app, "the shop", "--app-port"],
    [metrics, "the shop's metrics", "--metrics-port"],
  ] as const) {
    const found = await listenOnce(port);
    if (found === undefined) throw new PortTaken(port, what, option);
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error("this machine has no free port");
  return port;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}
