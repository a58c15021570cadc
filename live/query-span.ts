/** A span of time and the step at which it is asked, in seconds. */
export interface QuerySpan {
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
  /** How much of the span has history: `$__range`, so that a total over it is not thinned by time before the first scrape. */
  readonly knownSeconds: number;
}

/** No chart gets more points than this. */
const mostPoints = 360;

/**
 * The span that ends with the last round. The step is a multiple of the scrape interval, and the times lie on multiples of
 * the step unless each round is one, so that lines do not change shape from one refresh to the next.
 */
export function querySpan(
  lastRoundSeconds: number,
  spanSeconds: number,
  everySeconds: number,
  historySeconds: number,
): QuerySpan {
  const stepSeconds = everySeconds * Math.max(1, Math.ceil(spanSeconds / everySeconds / mostPoints));
  const end =
    stepSeconds === everySeconds ? lastRoundSeconds : Math.floor(lastRoundSeconds / stepSeconds) * stepSeconds;
  const start = end - Math.ceil(spanSeconds / stepSeconds) * stepSeconds;
  const knownSeconds = Math.min(end - start, Math.max(historySeconds, 4 * everySeconds));
  return { start, end, stepSeconds, knownSeconds };
}

/**
 * Puts values for Grafana's built-in variables. `$__rate_interval` is what Grafana takes: the step plus a scrape
 * interval, and at least four scrape intervals (https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/).
 */
export function withTimeVariables(expression: string, span: QuerySpan, everySeconds: number): string {
  const rangeSeconds = Math.round(span.knownSeconds);
  const values: Readonly<Record<string, string>> = {
    rate_interval: duration(Math.max(span.stepSeconds + everySeconds, 4 * everySeconds)),
    interval: duration(span.stepSeconds),
    interval_ms: String(Math.round(span.stepSeconds * 1000)),
    range: duration(rangeSeconds),
    range_s: String(rangeSeconds),
    range_ms: String(rangeSeconds * 1000),
  };
  return expression.replace(
    /\$\{__(\w+)\}|\$__(rate_interval|interval_ms|interval|range_ms|range_s|range)\b/g,
    (whole, braced: string | undefined, plain: string | undefined) => values[braced ?? plain ?? ""] ?? whole,
  );
}

function duration(seconds: number): string {
  return `${Math.round(seconds * 1000)}ms`;
}
