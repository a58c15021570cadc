import type { QuerySource, SourceSample, SourceSeries } from "../../queries/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { lostRequest } from "../publish/request-failure.ts";
import { joinedSpans } from "./joined-spans.ts";
import { answerOf, type PrometheusAnswer, samplesOf, seriesOf } from "./prometheus-answer.ts";
import { interrupted, isPassing, refusal, TooMuch, TooSlow } from "./query-failure.ts";
import type { SourceLimits } from "./source-limits.ts";

/** What is needed to ask a server. */
export interface PrometheusAccess {
  /** Without a final slash, see `prometheusAddress`. */
  readonly address: string;
  readonly token: string | undefined;
  readonly fetch: typeof fetch;
  readonly limits: SourceLimits;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Takes what the server warns of, such as a partial answer; each text once. */
  readonly warn?: (text: string) => void;
  /** Takes a sentence when an answer did not come in time and less is asked for. */
  readonly notice?: (text: string) => void;
}

/** A server that is silent so often in a row does not answer shorter spans either. */
const mostSilences = 3;

/**
 * A server with Prometheus's query API as a {@link QuerySource}.
 *
 * It stays within the server's limits: a span is asked in pieces of at most `mostPoints`, and a piece that is too much
 * for the server in halves. Busy servers are asked again. Rejects with a {@link Failure}: 3 not allowed, 5 unreachable,
 * 7 no or too old a query API, 130 interrupted.
 */
export function prometheusSource(access: PrometheusAccess): QuerySource {
  const ask = asking(access);
  const piece = async (
    question: string,
    start: number,
    end: number,
    step: number,
  ): Promise<readonly SourceSeries[]> => {
    const parameters = { query: question, start: String(start), end: String(end), step: String(step) };
    try {
      return await ask("query_range", question, parameters, seriesOf);
    } catch (error) {
      const steps = Math.floor((end - start) / step);
      if (!(error instanceof TooMuch) || steps < 16) throw error;
      if (error instanceof TooSlow) access.notice?.(`${error.message} It is asked for half of the span.`);
      const middle = start + Math.floor(steps / 2) * step;
      return joinedSpans([await piece(question, start, middle, step), await piece(question, middle + step, end, step)]);
    }
  };
  return {
    instant: (question, time): Promise<readonly SourceSample[]> =>
      ask("query", question, { query: question, time: String(time) }, samplesOf),
    range: async (question, start, end, step) => {
      const length = access.limits.mostPoints * step;
      const pieces: (readonly SourceSeries[])[] = [];
      for (let from = start; from <= end; from += length) {
        pieces.push(await piece(question, from, Math.min(end, from + length - step), step));
      }
      return joinedSpans(pieces);
    },
  };
}

type Ask = <T>(
  path: "query" | "query_range",
  question: string,
  parameters: Readonly<Record<string, string>>,
  read: (data: Readonly<Record<string, unknown>>) => T | undefined,
) => Promise<T>;

function asking({ address, token, fetch, limits, signal, warn }: PrometheusAccess): Ask {
  const { origin } = new URL(address);
  const warned = new Set<string>();
  let silences = 0;
  const once = async (
    path: string,
    body: string,
  ): Promise<{ answer: PrometheusAnswer; retryAfter: number | undefined }> => {
    const end = AbortSignal.any([signal, AbortSignal.timeout(limits.requestSeconds * 1000)]);
    try {
      const response = await fetch(`${address}/api/v1/${path}`, {
        method: "POST",
        headers: {
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body,
        // The token belongs to this origin only, and a redirected POST would lose its body.
        redirect: "manual",
        signal: end,
      });
      if (response.status >= 300 && response.status < 400) throw redirected(origin, response);
      const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
      const text = await response.text();
      silences = 0;
      return {
        answer: answerOf(response.status, text),
        retryAfter: Number.isFinite(wait) ? wait : undefined,
      };
    } catch (error) {
      if (signal.aborted) throw interrupted();
      if (error instanceof Failure) throw error;
      if (end.aborted) throw silent(error);
      throw lostRequest(origin, error);
    }
  };
  const silent = (cause: unknown): Failure => {
    silences++;
    const said = `${origin} did not answer within ${limits.requestSeconds} seconds`;
    if (silences < mostSilences) return new TooSlow(`${said}.`, cause);
    const advice =
      "It is overloaded, or something between swallows the answers. Try again later, or for a shorter time.";
    return new Failure(exitCodes.unreachable, `${said}, ${silences} times in a row. ${advice}`, { cause });
  };
  return async (path, question, parameters, read) => {
    const body = new URLSearchParams(parameters).toString();
    for (let retry = 0; ; retry++) {
      if (signal.aborted) throw interrupted();
      const { answer, retryAfter } = await once(path, body).catch(async (error: unknown) => {
        const mayPass = (error as { readonly retriable?: boolean }).retriable === true && retry < limits.retries;
        if (!mayPass) throw error;
        return { answer: undefined, retryAfter: undefined };
      });
      if (answer?.kind === "data") {
        for (const text of answer.warnings) if (!warned.has(text)) warn?.(text);
        for (const text of answer.warnings) warned.add(text);
        const value = read(answer.data);
        if (value !== undefined) return value;
        const type = JSON.stringify(answer.data["resultType"]);
        throw new Failure(exitCodes.incompatible, `${origin} answered a query with the type ${type}: ${question}`);
      }
      if (answer !== undefined && (retry >= limits.retries || !isPassing(answer)))
        throw refusal(answer, origin, question);
      await limits.wait(Math.min(retryAfter ?? 0.5 * 2 ** retry, limits.longestWaitSeconds), signal);
    }
  };
}

function redirected(origin: string, response: Response): Failure {
  const location = response.headers.get("location") ?? "";
  const to = URL.canParse(location, origin) ? new URL(location, origin).origin : "elsewhere";
  return new Failure(
    exitCodes.incompatible,
    `${origin} redirects queries to ${to}. If Prometheus is there, give that address; if it is a sign-in page, let requests with a token pass the proxy.`,
  );
}
