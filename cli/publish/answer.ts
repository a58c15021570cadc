import { isRecord } from "@signalbox/contract";

/** An answer of Grafana, or of whatever answers at its address. */
export interface Answer {
  readonly status: number;
  /** The JSON object of the body; undefined when the body is something else. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  /** What the body says, on one line: the field `message`, else the beginning of the text. */
  readonly message: string;
  /** The body is a page for a browser. */
  readonly isPage: boolean;
  /** Seconds that the server asks to wait; undefined when it does not say. */
  readonly retryAfterSeconds: number | undefined;
}

/** Reads status, headers and body text of a response; `clean` makes foreign text safe to print. */
export function answerOf(response: Response, text: string, clean: (text: string) => string): Answer {
  const json = parsed(text);
  const message = json?.["message"];
  return {
    status: response.status,
    json,
    message: clean(typeof message === "string" ? message : text),
    isPage: /^\s*</.test(text) || (response.headers.get("content-type") ?? "").includes("text/html"),
    retryAfterSeconds: retryAfterSeconds(response.headers),
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `Retry-After` as seconds or as a date, which is compared with the server's own clock (RFC 9110, 10.2.3). */
function retryAfterSeconds(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(headers.get("date") ?? "")) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
