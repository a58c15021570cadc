import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { oneLine } from "../output/one-line.ts";
import type { PrometheusAnswer } from "./prometheus-answer.ts";

/** The server could not answer as much as was asked: a shorter span may do. */
export class TooMuch extends Failure {
  constructor(message: string, cause?: unknown) {
    super(exitCodes.unreachable, message, { cause });
  }
}

/** The server gave no answer in time. */
export class TooSlow extends TooMuch {}

/** The run was interrupted. */
export function interrupted(): Failure {
  return new Failure(exitCodes.interrupted, "Interrupted before the server had answered everything.");
}

/** Answers in which Prometheus, Thanos, Mimir and VictoriaMetrics say that a query was too large. */
const tooMuch =
  /exceeded maximum resolution|too many samples|timed out|timeout|max-?(series|samples|points)|maximum number of|exceed(s|ed) .*limit|deadline exceeded/i;

/** Whether asking the same again may help: the server is busy or broken for a moment. */
export function isPassing(answer: PrometheusAnswer): boolean {
  if (answer.kind === "data") return false;
  if (answer.kind === "error" && tooMuch.test(answer.message)) return false;
  return answer.status === 429 || (answer.status >= 500 && answer.status !== 504);
}

/** Why an answer cannot be used, with what to do about it. `question` is the expression. */
export function refusal(
  answer: Exclude<PrometheusAnswer, { readonly kind: "data" }>,
  origin: string,
  question: string,
): Failure {
  const { status } = answer;
  const said = oneLine(answer.kind === "error" ? answer.message : answer.beginning).slice(0, 300);
  const inQuery = `The query was: ${oneLine(question)}`;
  if (status === 401 || status === 403) {
    return new Failure(
      exitCodes.notAllowed,
      `${origin} does not allow it (${status}: ${said}). Give a token that may query in --token-file or in the variable PROMETHEUS_TOKEN.`,
    );
  }
  if (status === 504 || (answer.kind === "error" && tooMuch.test(answer.message))) {
    return new TooMuch(`${origin} cannot answer so much at once (${status}: ${said}). ${inQuery}`);
  }
  if (answer.kind === "error" && answer.errorType === "bad_data") {
    return new Failure(
      exitCodes.incompatible,
      `${origin} does not understand a query (${said}). It may be older than the rules need, or be no Prometheus. ${inQuery}`,
    );
  }
  if (answer.kind === "error" && status < 500) {
    return new Failure(exitCodes.incompatible, `${origin} cannot evaluate a query (${status}: ${said}). ${inQuery}`);
  }
  if (status >= 500 || status === 429) {
    return new Failure(exitCodes.unreachable, `${origin} does not answer (${status}: ${said}). Try again later.`);
  }
  return new Failure(
    exitCodes.incompatible,
    `${origin} is no Prometheus query API: it answered ${status} with ${JSON.stringify(said)}. Mimir and others serve it below a path, such as /prometheus; give the address with that path.`,
  );
}
