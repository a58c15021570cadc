import { isRecord } from "@signalbox/contract";
import type { SourceSample, SourceSeries } from "../../queries/index.ts";

/** What a query API answered: its data, or what it says went wrong. */
export type PrometheusAnswer =
  | { readonly kind: "data"; readonly data: Readonly<Record<string, unknown>>; readonly warnings: readonly string[] }
  | { readonly kind: "error"; readonly status: number; readonly errorType: string; readonly message: string }
  /** Not the JSON of a query API. */
  | { readonly kind: "foreign"; readonly status: number; readonly beginning: string };

/** Reads the body of an answer of `/api/v1/query` or `/api/v1/query_range`. */
export function answerOf(status: number, body: string): PrometheusAnswer {
  const json = parsed(body);
  if (json?.["status"] === "success" && isRecord(json["data"])) {
    const warnings = Array.isArray(json["warnings"]) ? json["warnings"].map(String) : [];
    return { kind: "data", data: json["data"], warnings };
  }
  if (json?.["status"] === "error") {
    return { kind: "error", status, errorType: String(json["errorType"]), message: String(json["error"]) };
  }
  return { kind: "foreign", status, beginning: body.slice(0, 120) };
}

/** The series of a range answer; undefined when it has another type. */
export function seriesOf(data: Readonly<Record<string, unknown>>): readonly SourceSeries[] | undefined {
  if (data["resultType"] !== "matrix" || !Array.isArray(data["result"])) return undefined;
  return data["result"].map((one: WrittenSeries) => {
    const points = one.values ?? [];
    return {
      labels: one.metric,
      times: Float64Array.from(points, ([time]) => time),
      values: Float64Array.from(points, ([, value]) => numberOf(value)),
    };
  });
}

/** The samples of an instant answer, a scalar as one without labels; undefined when it has another type. */
export function samplesOf(data: Readonly<Record<string, unknown>>): readonly SourceSample[] | undefined {
  const { resultType, result } = data;
  if (!Array.isArray(result)) return undefined;
  if (resultType === "scalar") return [{ labels: {}, value: numberOf(String(result[1])) }];
  if (resultType !== "vector") return undefined;
  return result.map(({ metric, value }: WrittenSample) => ({ labels: metric, value: numberOf(value[1]) }));
}

type WrittenPoint = readonly [number, string];

interface WrittenSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values?: readonly WrittenPoint[];
}

interface WrittenSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: WrittenPoint;
}

function numberOf(text: string): number {
  if (text === "+Inf" || text === "Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  return Number(text);
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
