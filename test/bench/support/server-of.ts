import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The server of this process that listens on a port; it shows itself when it is asked something. */
export async function serverOf(port: number): Promise<Server> {
  let found: Server | undefined;
  const channel = "http.server.request.start";
  const look = (message: unknown): void => {
    const { server } = message as { readonly server: Server };
    if ((server.address() as AddressInfo).port === port) found = server;
  };
  subscribe(channel, look);
  await (await fetch(`http://127.0.0.1:${port}/livez`)).text();
  unsubscribe(channel, look);
  if (found === undefined) throw new Error(`no server of this process answers on port ${port}`);
  return found;
}
