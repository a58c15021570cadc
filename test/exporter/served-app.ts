import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Metrics } from "@signalbox/contract";
import type { NodeHandler, Signals } from "@signalbox/exporter";
import express, { type Application } from "express";
import { sampleValue } from "./exposition-text.ts";

/** A handler on a port of its own, with what tests ask of it. */
export interface ServedApp {
  readonly port: number;
  readonly server: Server;
  /** Sends a request and reads its answer to the end; resolves with the status, after the service has counted it. */
  send(method: string, path: string, headers?: Readonly<Record<string, string>>): Promise<number>;
  /** A raw connection, for clients that behave badly. */
  connect(): Promise<Socket>;
  /** Resolves when one more request to the service has ended. Ask before the request is made. */
  nextEnd(): Promise<void>;
  close(): Promise<void>;
}

/** Serves a handler. */
export async function servedHandler(handler: NodeHandler): Promise<ServedApp> {
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    handler(request, response);
    // The exporter listens first, so that everything is counted when this one is called.
    response.on("close", () => waiting.shift()?.());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const nextEnd = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  return {
    port,
    server,
    nextEnd,
    async send(method, path, headers = {}) {
      const end = nextEnd();
      const status = await answeredStatus(port, method, path, headers);
      await end;
      return status;
    },
    async connect() {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return socket;
    },
    close: () => closed(server),
  };
}

/** Asks for a path on a raw connection, and leaves when the service has it and some time has passed; resolves when that is counted. */
export async function askAndLeave(
  { connect: connectTo, nextEnd }: ServedApp,
  path: string,
  hasIt: (client: Socket) => Promise<unknown>,
  pass: () => void,
): Promise<void> {
  const end = nextEnd();
  const client = await connectTo();
  client.write(`GET ${path} HTTP/1.1\r\nHost: shop\r\n\r\n`);
  await hasIt(client);
  pass();
  client.destroy();
  await end;
}

/** Serves an Express application with the exporter's middleware first, and the routes that a test adds. */
export function servedExpress<M extends Metrics>(
  signals: Signals<M>,
  routes: (app: Application) => void,
): Promise<ServedApp> {
  const app = express();
  app.use(signals.express());
  routes(app);
  app.use((_error: unknown, _request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => {
    if (response.headersSent) return next(_error);
    response.statusCode = 500;
    response.end("failed");
  });
  return servedHandler(app);
}

/** What an indicator has counted, as `bad/events`. */
export async function counted<M extends Metrics>(signals: Signals<M>, sli: string): Promise<string> {
  const text = await signals.exposition();
  return `${sampleValue(text, "sli_bad_events_total", { sli })}/${sampleValue(text, "sli_events_total", { sli })}`;
}

/** The labels of the HTTP series that have counted something: `GET /orders/:id 200`, with the error type where there is one. */
export async function httpSeries<M extends Metrics>(signals: Signals<M>): Promise<readonly string[]> {
  const line =
    /^http_server_request_duration_seconds_count\{http_request_method="(.*?)",http_route="(.*?)",http_response_status_code="(.*?)",url_scheme="(.*?)",error_type="(.*?)"\} (\d+)$/;
  return (await signals.exposition()).split("\n").flatMap((text) => {
    const [, method, route, status, , error, count] = line.exec(text) ?? [];
    return method === undefined ? [] : [`${method} ${route} ${status} ${error} x${count}`.replaceAll(/ +/g, " ")];
  });
}

async function answeredStatus(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const request = send({ host: "127.0.0.1", port, method, path, headers, agent: false }).end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "close");
  return response.statusCode ?? 0;
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, "close");
}
