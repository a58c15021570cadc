import type { Server, ServerResponse } from "node:http";
import { sinkExchange } from "./sink.ts";

/** An answered scrape. */
export interface Scraped {
  readonly milliseconds: number;
  /** With the head of the answer. */
  readonly byteLength: number;
  readonly contentType: string;
}

/** Scrapes a server of this process without a network: from the request to the last byte handed to the connection. */
export async function scraped(server: Server, headers: Readonly<Record<string, string>> = {}): Promise<Scraped> {
  const { sink, request, response } = sinkExchange("/metrics", { accept: "text/plain;version=0.0.4", ...headers });
  const closed = new Promise((resolve) => response.once("close", resolve));
  const start = performance.now();
  server.emit("request", request, response);
  await closed;
  const milliseconds = performance.now() - start;
  if (response.statusCode !== 200) throw new Error(`the scrape was answered with ${response.statusCode}`);
  const contentType = /^content-type: (.*)$/im.exec(sentHead(response))?.[1] ?? "";
  return { milliseconds, byteLength: sink.takenBytes, contentType };
}

/** The head of the answer; Node keeps the headers of `writeHead` nowhere else. */
function sentHead(response: ServerResponse): string {
  return String((response as { readonly _header?: unknown })._header);
}
