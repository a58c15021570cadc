import { defineService, histogram, open } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { bounds, durations } from "./support/durations.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { otelMetrics } from "./support/opentelemetry.ts";
import { promClient, promClients } from "./support/prom-clients.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";
import { nanosecondsEach } from "./support/stopwatch.ts";

const methods = ["GET", "POST", "PUT", "DELETE"] as const;
const routes = ["/products", "/products/:id", "/orders", "/orders/:id"] as const;
const statuses = ["200", "201", "404", "500"] as const;
const schemes = ["http", "https"] as const;
const regions = ["north", "south"] as const;

type ThreeLabels = {
  readonly method: (typeof methods)[number];
  readonly route: string;
  readonly status: (typeof statuses)[number];
};

type FiveLabels = ThreeLabels & {
  readonly scheme: (typeof schemes)[number];
  readonly region: (typeof regions)[number];
};

/** How one subject observes. */
interface Observer {
  three(labels: ThreeLabels, value: number): void;
  five(labels: FiveLabels, value: number): void;
  /** Finds the series that is held; absent where the subject has no such thing. */
  held?(labels: ThreeLabels): { observe(value: number): void };
}

export const observe: Question = {
  key: "observe",
  title: "Observing a value",
  method:
    "Nanoseconds for each observation in a histogram with 11 bounds and 64 label sets, 4 x 4 x 4 or, with five labels, 2 x 4 x 2 x 2 x 2; every call brings a new object of labels, as a request does; what the loop takes to bring it is within the figures. A held child is one that the code found before.",
  subjects: [ours, ...promClients, "opentelemetry"],
  measures: {
    three: { words: "3 labels", unit: "ns" },
    five: { words: "5 labels", unit: "ns" },
    held: { words: "held child", unit: "ns" },
    loop: { words: "the loop alone, 3 labels", unit: "ns" },
  },
  targets: promClients.flatMap((subject) => [
    {
      what: `observe with 3 labels, times faster than ${subject}`,
      value: { subject, measure: "three" },
      over: { subject: ours, measure: "three" },
      atLeast: 8,
    },
    {
      what: `observe with 5 labels, times faster than ${subject}`,
      value: { subject, measure: "five" },
      over: { subject: ours, measure: "five" },
      atLeast: 8,
    },
    {
      what: `observe on a held child, times faster than ${subject}`,
      value: { subject, measure: "held" },
      over: { subject: ours, measure: "held" },
      atLeast: 40,
    },
  ]),
  rounds: { full: 5, quick: 1 },
};

function observerOf(subject: string): Observer {
  if (subject === ours) return signalbox();
  if (subject === "opentelemetry") return opentelemetry();
  return promClientObserver(subject);
}

function signalbox(): Observer {
  const service = defineService({
    name: "bench",
    team: "bench",
    description: "Observes.",
    metrics: {
      three_seconds: histogram("Three labels.", {
        unit: "seconds",
        bounds,
        labels: { method: methods, route: open({ max: 30 }), status: statuses },
      }),
      five_seconds: histogram("Five labels.", {
        unit: "seconds",
        bounds,
        labels: { method: methods, route: open({ max: 30 }), status: statuses, scheme: schemes, region: regions },
      }),
    },
    indicators: {},
  });
  const { metrics } = instrument(service);
  return {
    three: (labels, value) => metrics.three_seconds.observe(labels, value),
    five: (labels, value) => metrics.five_seconds.observe(labels, value),
    held: (labels) => metrics.three_seconds.with(labels),
  };
}

function promClientObserver(name: string): Observer {
  const { Histogram, Registry } = promClient(name);
  const common = { help: "Observes.", buckets: bounds, registers: [new Registry()] };
  const three = new Histogram({ ...common, name: "three_seconds", labelNames: ["method", "route", "status"] });
  const labelNames = ["method", "route", "status", "scheme", "region"];
  const five = new Histogram({ ...common, name: "five_seconds", labelNames });
  return {
    three: (labels, value) => three.observe(labels, value),
    five: (labels, value) => five.observe(labels, value),
    held: (labels) => three.labels(labels),
  };
}

function opentelemetry(): Observer {
  const meter = otelMetrics(200).provider.getMeter("bench");
  const three = meter.createHistogram("three_seconds");
  const five = meter.createHistogram("five_seconds");
  return {
    three: (labels, value) => three.record(value, labels),
    five: (labels, value) => five.record(value, labels),
  };
}

async function observed(subject: string, effort: Effort): Promise<Samples> {
  const observer = observerOf(subject);
  const [count, rounds] = effort === "quick" ? [100_000, 5] : [200_000, 9];
  const held = Array.from({ length: 64 }, (_, set) => observer.held?.(threeLabels(set))).filter(
    (one) => one !== undefined,
  );
  const three = (count: number): void => {
    for (let index = 0; index < count; index++) observer.three(threeLabels(index), valueAt(index));
  };
  const five = (count: number): void => {
    for (let index = 0; index < count; index++) observer.five(fiveLabels(index), valueAt(index));
  };
  const onHeld = (count: number): void => {
    for (let index = 0; index < count; index++) held[index & 63]?.observe(valueAt(index));
  };
  let kept: ThreeLabels | undefined;
  const loop = (count: number): void => {
    for (let index = 0; index < count; index++) if (valueAt(index) > 0) kept = threeLabels(index);
  };
  const samples = {
    three: nanosecondsEach(three, count, rounds),
    five: nanosecondsEach(five, count, rounds),
    ...(held.length === 0 ? {} : { held: nanosecondsEach(onHeld, count, rounds) }),
    loop: nanosecondsEach(loop, count, rounds),
  };
  if (kept === undefined) throw new Error("the loop kept nothing");
  return samples;
}

function valueAt(index: number): number {
  return durations[index & (durations.length - 1)] as number;
}

function threeLabels(set: number): ThreeLabels {
  return {
    method: methods[set & 3] as ThreeLabels["method"],
    route: routes[(set >> 2) & 3] as string,
    status: statuses[(set >> 4) & 3] as ThreeLabels["status"],
  };
}

function fiveLabels(set: number): FiveLabels {
  return {
    method: methods[set & 1] as ThreeLabels["method"],
    route: routes[(set >> 1) & 3] as string,
    status: statuses[(set >> 3) & 1] as ThreeLabels["status"],
    scheme: schemes[(set >> 4) & 1] as FiveLabels["scheme"],
    region: regions[(set >> 5) & 1] as FiveLabels["region"],
  };
}

if (import.meta.main) await answerAsProcess(observed);
