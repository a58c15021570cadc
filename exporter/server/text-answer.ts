import type { IncomingMessage, ServerResponse } from "node:http";

/** A short answer of the metrics port. */
export interface TextAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers of every answer: nobody keeps it, and no browser guesses its type. */
export const commonHeaders: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
};

/** Sends a short answer; to HEAD, its headers alone. */
export function sendText(request: IncomingMessage, response: ServerResponse, answer: TextAnswer): void {
  const bytes = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, {
    "Content-Type": "text/plain; charset=utf-8",
    ...answer.headers,
    "Content-Length": bytes.length,
    ...commonHeaders,
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
