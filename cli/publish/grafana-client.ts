import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { oneLine } from "../output/one-line.ts";
import { type Answer, answerOf } from "./answer.ts";
import { answerText } from "./answer-text.ts";
import type { PublishLimits } from "./publish-limits.ts";
import { Interrupted, lostRequest, RequestLost } from "./request-failure.ts";
import type { Token } from "./token.ts";

/** What a client needs. */
export interface GrafanaAccess {
  /** Without a final slash. */
  readonly address: string;
  readonly token: Token;
  readonly fetch: typeof fetch;
  readonly limits: PublishLimits;
  /** Aborted when the run is interrupted: no request is begun any more. */
  readonly signal: AbortSignal;
}

/** Grafana's HTTP API: JSON in and out, every failure explained, the token in no message. */
export class GrafanaClient {
  readonly address: string;
  readonly limits: PublishLimits;
  readonly signal: AbortSignal;
  /** Where the token came from. */
  readonly tokenSource: string;
  readonly #access: GrafanaAccess;
  readonly #origin: string;

  constructor(access: GrafanaAccess) {
    this.address = access.address;
    this.limits = access.limits;
    this.signal = access.signal;
    this.tokenSource = access.token.source;
    this.#access = access;
    this.#origin = new URL(access.address).origin;
  }

  /**
   * Reads a path and tries again after 429, 5xx and a broken connection. Returns every other answer, errors among them.
   * Throws {@link RequestLost} without an answer, {@link Interrupted} when interrupted.
   */
  async read(path: string): Promise<Answer> {
    for (let retry = 0; ; retry += 1) {
      const last = retry >= this.limits.retries;
      try {
        const answer = await this.#request("GET", path, undefined);
        if (last || !isBusy(answer.status)) return answer;
        await this.waitBeforeRetry(retry, answer.retryAfterSeconds);
      } catch (error) {
        if (error instanceof RequestLost && this.signal.aborted) throw new Interrupted();
        if (last || !(error instanceof RequestLost && error.retriable)) throw error;
        await this.waitBeforeRetry(retry, undefined);
      }
    }
  }

  /** Sends a body once. Who calls decides what a lost answer means. */
  send(path: string, body: object): Promise<Answer> {
    return this.#request("POST", path, JSON.stringify(body));
  }

  /** Waits before try number `retry` + 2: as the server asks, up to the limit, else half a second, doubled each time. */
  async waitBeforeRetry(retry: number, retryAfterSeconds: number | undefined): Promise<void> {
    const seconds = Math.min(retryAfterSeconds ?? 0.5 * 2 ** retry, this.limits.retryAfterSeconds);
    await this.limits.wait(seconds, this.signal);
  }

  async #request(method: "GET" | "POST", path: string, body: string | undefined): Promise<Answer> {
    if (this.signal.aborted) throw new Interrupted();
    const { limits } = this;
    const end = new AbortController();
    let timer = setTimeout(() => end.abort(), limits.requestSeconds * 1000);
    const hurry = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end.abort(), limits.graceSeconds * 1000);
    };
    this.signal.addEventListener("abort", hurry);
    try {
      const response = await this.#access.fetch(`${this.address}${path}`, {
        method,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${this.#access.token.value}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body }),
        // The token belongs to this origin only, and a redirected POST would lose its body.
        redirect: "manual",
        signal: end.signal,
      });
      if (response.status >= 300 && response.status < 400) throw this.#redirected(response);
      return answerOf(response, await answerText(response, limits.answerBytes), (text) => this.#clean(text));
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (end.signal.aborted) throw this.#timedOut(error);
      throw lostRequest(this.#origin, error);
    } finally {
      clearTimeout(timer);
      this.signal.removeEventListener("abort", hurry);
      end.abort();
    }
  }

  #timedOut(cause: unknown): RequestLost {
    const why = this.signal.aborted
      ? "the run was interrupted before it answered"
      : `it did not answer within ${this.limits.requestSeconds} seconds`;
    return new RequestLost(
      `${this.#origin} could not be reached: ${why}. Try again later.`,
      { retriable: false, mayHaveArrived: true },
      cause,
    );
  }

  #redirected(response: Response): Failure {
    const location = response.headers.get("location") ?? "";
    const target = URL.canParse(location, this.address) ? new URL(location, this.address) : undefined;
    const to = target === undefined ? "elsewhere" : this.#clean(`${target.origin}${target.pathname}`);
    return new Failure(
      exitCodes.incompatible,
      `${this.#origin} redirects to ${to}, and the token is sent to no other place. If Grafana is there, use that address; if it is a sign-in page, let requests with a token pass the proxy.`,
    );
  }

  /** Foreign text, safe to print: one line, at most 200 characters, without the token. */
  #clean(text: string): string {
    const line = oneLine(text.replaceAll(this.#access.token.value, "[token]").slice(0, 2000)).trim();
    // Control characters inside the token would have hidden it from the first pass.
    const safe = line.replaceAll(this.#access.token.value, "[token]");
    return safe.length > 200 ? `${safe.slice(0, 200)}...` : safe;
  }
}

/** The server could not answer now: too many requests, or a failure of its own. */
export function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
}
