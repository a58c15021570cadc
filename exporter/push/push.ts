import { pushAddress } from "./push-address.ts";
import { type PushTarget, pushLimits } from "./push-options.ts";

/** The request that a push is. */
export interface PushRequest {
  readonly method: "PUT" | "POST" | "DELETE";
  /** Renders the exposition, text format 0.0.4; undefined for DELETE. */
  readonly body: (() => Promise<string>) | undefined;
}

/** Chance for the pauses between tries, 0 to 1. */
export type Chance = () => number;

/** Seconds of the longest first pause; each further one may be twice as long, up to a limit. */
const firstPauseSeconds = 0.2;
const longestPauseSeconds = 5;

/** Characters that are kept of what the gateway says. */
const mostSaidCharacters = 500;

/**
 * Sends a push, again after a passing failure, until the deadline. Timers and connections end with it.
 * @throws {Error} when the gateway refused it, or no try succeeded in time; it says where, why and what to do, and keeps the cause
 */
export async function sendPush(
  service: string,
  target: PushTarget,
  request: PushRequest,
  chance: Chance = Math.random,
): Promise<void> {
  const address = pushAddress(target.url, target.job ?? service, target.groupingKey ?? {});
  const { retries, deadlineSeconds } = pushLimits(target);
  const body = await request.body?.();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineSeconds * 1000);
  try {
    for (let failures = 0; ; failures++) {
      const failure = await tryOnce(address, target, request.method, body, deadline.signal);
      if (failure === undefined) return;
      const isLate = deadline.signal.aborted;
      if (!failure.isPassing || failures >= retries || isLate) {
        throw pushError(address, request, failure, failures + 1, isLate ? deadlineSeconds : undefined);
      }
      await pause(Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** failures) * chance(), deadline.signal);
      if (deadline.signal.aborted) throw pushError(address, request, failure, failures + 1, deadlineSeconds);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Why one try did not succeed. */
interface Failure {
  readonly reason: string;
  readonly hint: string;
  readonly isPassing: boolean;
  readonly cause?: unknown;
}

async function tryOnce(
  address: URL,
  target: PushTarget,
  method: PushRequest["method"],
  body: string | undefined,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  try {
    const send = target.fetch ?? fetch;
    const sent = send(address, {
      method,
      headers: { ...target.headers, ...(body === undefined ? {} : { "content-type": textContentType }) },
      ...(body === undefined ? {} : { body }),
      redirect: "manual",
      signal,
    });
    return await orAborted(
      sent.then(async (response) => {
        const said = (await response.text()).slice(0, mostSaidCharacters).trim();
        return response.ok ? undefined : refusal(response, said);
      }),
      signal,
    );
  } catch (cause) {
    const { message, cause: inner } = cause as { message?: unknown; cause?: { message?: unknown } };
    const reason = String(inner?.message || message || cause);
    return { reason, hint: "Is the gateway running, and the address right?", isPassing: true, cause };
  }
}

const textContentType = "text/plain; version=0.0.4; charset=utf-8";

function refusal(response: Response, said: string): Failure {
  const { status } = response;
  const isPassing = status >= 500 || status === 408 || status === 429;
  const reason = `it answered ${status}${said === "" ? "" : `: ${said}`}`;
  return { reason, hint: hintFor(response), isPassing };
}

function hintFor(response: Response): string {
  const { status } = response;
  if (status >= 300 && status < 400) {
    return `It redirects to ${response.headers.get("location") ?? "another address"}: write the address of the gateway itself.`;
  }
  if (status === 400) return "The gateway does not take these metrics: correct what it names.";
  if (status === 401 || status === 403) return 'It wants other credentials: headers: { authorization: "Basic ..." }.';
  if (status === 404 || status === 405)
    return "This is no Pushgateway: leave /metrics out of the address, and keep a path prefix in.";
  if (status === 413) return "It takes less than this process exposes: push fewer metrics.";
  return "Is the gateway healthy?";
}

function pushError(
  address: URL,
  { method }: PushRequest,
  { reason, hint, cause }: Failure,
  tries: number,
  lateAfterSeconds: number | undefined,
): Error {
  const what = method === "DELETE" ? "deletePushed" : "push";
  const ending = lateAfterSeconds === undefined ? "" : ` Given up at the deadline of ${lateAfterSeconds} s.`;
  const count = tries === 1 ? "1 try" : `${tries} tries`;
  return new Error(`${what}: ${method} ${address.href} failed after ${count}: ${reason}.${ending} ${hint}`, { cause });
}

/** Rejects when the signal comes first, also where a fetch of the caller's own does not heed it. */
function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error("it did not answer in time"));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

/** Waits, or until the signal. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
