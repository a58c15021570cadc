import { once } from "node:events";
import { createServer, get, type IncomingMessage, type RequestOptions, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { defineService } from "@signalbox/contract";
import { type InstrumentOptions, instrument, type Signals } from "@signalbox/exporter";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

/** The time of the shop, which passes only when a test says so, and 0.2 seconds with every plain answer. */
const clock: { seconds: number } = { seconds: 0 };

/** The server that the shop calls. */
export interface PaymentsServer {
  readonly server: Server;
  readonly port: number;
  readonly origin: string;
  close(): void;
}

/** Serves answers of every kind, good and bad, by path. */
export async function paymentsServer(): Promise<PaymentsServer> {
  clock.seconds = 50;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://payments.internal");
    switch (pathname) {
      case "/hang":
        return;
      case "/moved":
        return void response.writeHead(302, { location: "/fine" }).end();
      case "/elsewhere":
        return void response.writeHead(302, { location: `http://localhost:${port}/fine` }).end();
      case "/hint":
        response.writeEarlyHints({ link: "</style.css>; rel=preload" });
        return void response.end("fine");
      case "/cut":
        response.writeHead(Number(searchParams.get("is") ?? 200), { "content-length": 100 });
        response.write("only this");
        return void setImmediate(() => response.destroy());
      case "/endless":
        response.writeHead(200);
        return void response.write("first");
      case "/large":
        return void response.end(Buffer.alloc(2_000_000));
      case "/reset":
        return void request.socket.resetAndDestroy();
      case "/hangup":
        return void request.socket.end();
      case "/status":
        return void response.writeHead(Number(searchParams.get("is"))).end();
      default:
        clock.seconds += 0.2;
        response.end("fine");
    }
  });
  server.on("upgrade", (_request, socket) => {
    socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { server, port, origin: `http://127.0.0.1:${port}`, close };
}

/** A shop that calls `payments` at a port of this machine, and `search` where nobody listens. */
export function callingShop(port: number, options: InstrumentOptions = {}, abandonedAfterSeconds = 5): Signals {
  const service = defineService({
    name: "shop",
    team: "storefront",
    description: "Sells products.",
    dependencies: {
      payments: { host: ["127.0.0.1", "payments.internal"], port, abandonedAfterSeconds },
      search: { host: ["*.search.internal", "127.0.0.1"], port: 1 },
    },
  });
  return instrument(service, { clock: () => clock.seconds, log: () => undefined, ...options });
}

/** The calls that were counted, as `dependency METHOD status error xN`, in the order of their first one. */
export async function calls(signals: Signals): Promise<readonly string[]> {
  return parsedExposition(await signals.exposition())
    .flatMap(({ samples }) => samples)
    .flatMap(({ name, labels, value }) => {
      if (name !== "http_client_request_duration_seconds_count") return [];
      const { dependency, http_request_method, http_response_status_code, error_type } = labels;
      const line = `${dependency} ${http_request_method} ${http_response_status_code} ${error_type} x${value}`;
      return line.replaceAll(/ +/g, " ");
    });
}

/** What is counted of one dependency, as `failed/calls active waiting`. */
export async function verdicts(signals: Signals, dependency = "payments"): Promise<string> {
  const text = await signals.exposition();
  const value = (name: string): number | undefined => sampleValue(text, name, { dependency });
  const active = value("http_client_active_requests");
  return `${value("dependency_failed_calls_total")}/${value("dependency_calls_total")} active ${active}`;
}

/** Sends with `node:http` and reads the answer to its end; rejects with the error of the request or of the answer. */
export function sent(address: string, options: RequestOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = send(address, options, (response: IncomingMessage) => {
      response.on("error", reject).on("end", () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    request.on("error", reject).on("timeout", () => request.destroy());
    request.end();
  });
}

/** Makes two calls, through fetch and `node:http`, and gives them up some seconds later. */
export async function givenUpAfter(seconds: number, { server, origin }: PaymentsServer): Promise<void> {
  const cancel = new AbortController();
  const first = once(server, "request");
  const fetched = fetch(`${origin}/hang`, { signal: cancel.signal }).catch(() => undefined);
  await first;
  const second = once(server, "request");
  const request = get(`${origin}/hang`);
  const failed = once(request, "error");
  await second;
  clock.seconds += seconds;
  cancel.abort();
  request.destroy();
  await Promise.all([fetched, failed]);
}
