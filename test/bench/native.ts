import { defineService, histogram, open } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { bounds, durations } from "./support/durations.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { otelMetrics } from "./support/opentelemetry.ts";
import { count, familyEncoder, heldHistogram } from "./support/protobuf-messages.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";
import { scraped } from "./support/scraped.ts";
import { serverOf } from "./support/server-of.ts";
import { milliseconds, nanosecondsEach } from "./support/stopwatch.ts";

const histograms = 10_000;
const observations = 300;
const protobufJs = "protobufjs";
const protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

export const native: Question = {
  key: "native",
  title: "Native histograms and protobuf",
  method:
    "Nanoseconds for an observation on a held child, with classic buckets and with native ones as well; OpenTelemetry's exponential histogram for comparison. Then milliseconds to encode 10,000 histograms with 300 log-normal observations each, three labels, classic and native buckets in one message: ours as a whole scrape, from the request to the last byte; protobufjs from arrays of counts to bytes, at schema 3.",
  subjects: [ours, protobufJs, "opentelemetry"],
  measures: {
    classic: { words: "observe, classic buckets", unit: "ns" },
    native: { words: "observe, classic and native buckets", unit: "ns" },
    exponential: { words: "observe, exponential buckets", unit: "ns" },
    encode: { words: "10,000 histograms as protobuf", unit: "ms" },
    bytes: { words: "protobuf of a histogram", unit: "B" },
  },
  targets: [
    {
      what: "native observe, times the classic one",
      value: { subject: ours, measure: "native" },
      over: { subject: ours, measure: "classic" },
      atMost: 3,
    },
    {
      what: "protobuf of 10,000 histograms, times faster than protobufjs",
      value: { subject: protobufJs, measure: "encode" },
      over: { subject: ours, measure: "encode" },
      atLeast: 3,
    },
    {
      what: "native observe, times faster than OpenTelemetry's exponential histogram",
      value: { subject: "opentelemetry", measure: "exponential" },
      over: { subject: ours, measure: "native" },
    },
  ],
  rounds: { full: 3, quick: 1 },
  nodeFlags: ["--max-semi-space-size=512"],
};

interface Repeats {
  readonly observations: number;
  readonly rounds: number;
}

async function measured(subject: string, effort: Effort): Promise<Samples> {
  const repeats = effort === "quick" ? { observations: 200_000, rounds: 3 } : { observations: 400_000, rounds: 9 };
  if (subject === protobufJs) return protobufJsSamples(repeats);
  if (subject === "opentelemetry") return openTelemetrySamples(repeats);
  return { ...observeSamples(repeats), ...(await encodeSamples(repeats)) };
}

function observeSamples({ observations: each, rounds }: Repeats): Samples {
  const service = defineService({
    name: "bench",
    team: "bench",
    description: "Observes.",
    metrics: {
      classic_seconds: histogram("Classic.", { unit: "seconds", bounds }),
      native_seconds: histogram("Native.", { unit: "seconds", bounds, native: true }),
    },
    indicators: {},
  });
  const { metrics } = instrument(service);
  const classic = metrics.classic_seconds.with({});
  const native = metrics.native_seconds.with({});
  const onClassic = (count: number): void => {
    for (let index = 0; index < count; index++) classic.observe(valueAt(index));
  };
  const onNative = (count: number): void => {
    for (let index = 0; index < count; index++) native.observe(valueAt(index));
  };
  return { classic: nanosecondsEach(onClassic, each, rounds), native: nanosecondsEach(onNative, each, rounds) };
}

async function encodeSamples({ rounds }: Repeats): Promise<Samples> {
  const labels = { method: ["GET", "POST"], route: open({ max: histograms }), status: ["200", "500"] } as const;
  const service = defineService({
    name: "bench",
    team: "bench",
    description: "Has many histograms.",
    metrics: {
      http_request_duration_seconds: histogram("Duration of requests.", {
        unit: "seconds",
        bounds,
        labels,
        native: true,
        labelSetLimit: histograms,
      }),
    },
    indicators: {},
  });
  const signals = instrument(service);
  const app = (_request: unknown, response: { end(): void }): void => response.end();
  const { metricsPort } = await signals.serve({ app, port: 0, metricsPort: 0, host: "127.0.0.1" });
  const server = await serverOf(metricsPort);
  const held = Array.from({ length: histograms }, (_, index) =>
    signals.metrics.http_request_duration_seconds.with({ method: "GET", route: route(index), status: "200" }),
  );
  held.forEach((one, index) => {
    for (let turn = 0; turn < observations; turn++) one.observe(valueAt(index + turn));
  });
  const encode: number[] = [];
  let bytes = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const [index, one] of held.entries()) one.observe(valueAt(index + round));
    const answer = await scraped(server, { accept: protobuf });
    if (!answer.contentType.includes("protobuf")) return {};
    encode.push(answer.milliseconds);
    bytes = answer.byteLength / histograms;
  }
  return { encode: encode.slice(1), bytes: [bytes] };
}

async function protobufJsSamples({ rounds }: Repeats): Promise<Samples> {
  const held = Array.from({ length: histograms }, (_, index) =>
    heldHistogram({ method: "GET", route: route(index), status: "200" }),
  );
  held.forEach((one, index) => {
    for (let turn = 0; turn < observations; turn++) count(one, valueAt(index + turn));
  });
  const encoded = familyEncoder();
  const encode: number[] = [];
  let bytes = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const [index, one] of held.entries()) count(one, valueAt(index + round));
    encode.push(
      await milliseconds(async () => {
        bytes = encoded(held).length / histograms;
      }),
    );
  }
  return { encode: encode.slice(1), bytes: [bytes] };
}

function openTelemetrySamples({ observations: each, rounds }: Repeats): Samples {
  const exponential = otelMetrics(10, "exponential").provider.getMeter("bench").createHistogram("native_seconds");
  const onExponential = (count: number): void => {
    for (let index = 0; index < count; index++) exponential.record(valueAt(index), {});
  };
  return { exponential: nanosecondsEach(onExponential, each, rounds) };
}

function route(index: number): string {
  return `/api/v1/customers/:customer/resource-${index}/:id`;
}

function valueAt(index: number): number {
  return durations[index & (durations.length - 1)] as number;
}

if (import.meta.main) await answerAsProcess(measured);
