import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";

/** The window of every rate: Grafana makes it long enough for two scrapes at any zoom. */
export const rateWindow = "$__rate_interval";

/** The window of totals: what the time picker shows. */
export const shownWindow = "$__range";

/** One query of a panel, and how its series are called. */
export interface Question {
  readonly expression: string;
  /** Legend in Grafana's notation. */
  readonly legend: string;
}

/** A question asked at every step of the shown time. */
export function overTime(question: Question): DataqueryBuilder {
  return new DataqueryBuilder().expr(question.expression).legendFormat(question.legend).range();
}

/** A question asked once, at the end of the shown time. */
export function atEnd(question: Question): DataqueryBuilder {
  return new DataqueryBuilder().expr(question.expression).legendFormat(question.legend).instant();
}

/** A question whose labels become the columns of a table. */
export function asRows(expression: string): DataqueryBuilder {
  return new DataqueryBuilder().expr(expression).format(PromQueryFormat.Table).instant();
}
