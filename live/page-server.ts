import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { inlineScriptHashes, pageFile } from "./page-files.ts";
import { refusal } from "./request-guard.ts";

/** What the page asks of the watching. */
export interface PageSource {
  readonly state: () => object;
  readonly boards: () => readonly object[];
  /** The answers of a board over a span in seconds; undefined for a board that does not exist. */
  readonly boardData: (uid: string, spanSeconds: number) => Promise<object | undefined>;
  /** Runs a control; false when there is none of that id. */
  readonly control: (id: string) => Promise<boolean>;
}

/** A listening page. */
export interface PageServer {
  readonly url: string;
  /** Sends the state to all open pages. */
  readonly announce: () => void;
  readonly close: () => Promise<void>;
}

const spanLimits = { least: 60, most: 7 * 86_400, usual: 900 };

/**
 * Serves the page and its data on a loopback address.
 * @throws when the port is taken, with the option that changes it
 */
export async function servePage(source: PageSource, host: string, port: number): Promise<PageServer> {
  const listeners = new Set<ServerResponse>();
  const policy = contentPolicy();
  let listeningPort = port;

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(policy)) response.setHeader(name, value);
    const refused = refusal(request, listeningPort);
    if (refused !== undefined) return sendText(response, 403, refused);
    answer(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) sendJson(response, 500, { error: message });
      else response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = requestedAddress(request);
    if (address === undefined) return sendText(response, 400, "This address cannot be read.");
    const { pathname, searchParams } = address;
    const control = /^\/api\/controls\/([a-z0-9-]+)$/.exec(pathname)?.[1];
    const board = /^\/api\/boards\/([^/]+)\/data$/.exec(pathname)?.[1];
    if (control !== undefined) {
      if (request.method !== "POST") return sendText(response, 405, "Use POST.");
      const known = await source.control(control);
      return sendJson(response, known ? 200 : 404, known ? { done: control } : { error: `no control ${control}` });
    }
    if (request.method !== "GET" && request.method !== "HEAD") return sendText(response, 405, "Use GET.");
    if (pathname === "/api/state") return sendJson(response, 200, source.state());
    if (pathname === "/api/events") return listen(request, response);
    if (pathname === "/api/boards") return sendJson(response, 200, source.boards());
    if (board !== undefined) {
      const spanSeconds = spanOf(searchParams.get("spanSeconds"));
      if (spanSeconds === undefined) {
        return sendJson(response, 400, { error: `spanSeconds is ${spanLimits.least} to ${spanLimits.most}` });
      }
      const data = await source.boardData(board, spanSeconds);
      return sendJson(response, data ? 200 : 404, data ?? { error: `no board ${board}` });
    }
    const file = pageFile(pathname);
    if (file === undefined) return sendText(response, 404, "Not found.");
    response.setHeader("content-type", file.contentType);
    response.end(file.body);
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`retry: 2000\n${event()}`);
    listeners.add(response);
    request.on("close", () => listeners.delete(response));
  }

  const event = (): string => `data: ${JSON.stringify(source.state())}\n\n`;

  listeningPort = await listening(server, host, port);
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${listeningPort}/`,
    announce: () => {
      const message = event();
      for (const listener of listeners) listener.write(message);
    },
    close: () =>
      new Promise((resolve) => {
        for (const listener of listeners) listener.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The address that is asked for, its path decoded; undefined when it is none. */
function requestedAddress({
  url = "/",
}: IncomingMessage): { readonly pathname: string; readonly searchParams: URLSearchParams } | undefined {
  if (!url.startsWith("/")) return undefined;
  try {
    const { pathname, searchParams } = new URL(`http://localhost${url}`);
    return { pathname: decodeURIComponent(pathname), searchParams };
  } catch {
    return undefined;
  }
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE" ? "is in use by another program" : `cannot be opened: ${error.message}`;
      reject(new Error(`Port ${port} on ${host} ${reason}. Choose another one with --port.`, { cause: error }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function contentPolicy(): Readonly<Record<string, string>> {
  const scripts = ["'self'", ...inlineScriptHashes(pageFile("/")?.body ?? "")].join(" ");
  const policy = `default-src 'none'; script-src ${scripts}; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return {
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  };
}

function spanOf(text: string | null): number | undefined {
  const seconds = text === null ? spanLimits.usual : Number(text);
  return seconds >= spanLimits.least && seconds <= spanLimits.most ? seconds : undefined;
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${text}\n`);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}
