import { defineService, histogram, open } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import { bounds, durations, linesPerLabelSet } from "./durations.ts";
import { promClient } from "./prom-clients.ts";
import { ours } from "./question.ts";

const series = 10_000;
const name = "http_request_duration_seconds";
const help = "Duration of requests.";

/** Label sets of each worker. */
export const labelSets: number = Math.ceil(series / linesPerLabelSet);

type Labels = { readonly method: "GET"; readonly route: string; readonly status: "200" };

const metrics = {
  [name]: histogram(help, {
    unit: "seconds",
    bounds,
    labels: { method: ["GET", "POST"], route: open({ max: 1000 }), status: ["200", "500"] },
    labelSetLimit: 1000,
  }),
};

/** The service whose workers are merged, as ours. */
export function mergedSignals(options: { readonly reportsTo?: "cluster" }): Signals<typeof metrics> {
  const service = defineService({
    name: "bench",
    team: "bench",
    description: "Runs in several processes.",
    process: "none",
    metrics,
    indicators: {},
  });
  return instrument(service, options);
}

/** Sets up the metrics of a worker; what it returns counts a duration in every label set. */
export function mergeMember(subject: string): () => void {
  const observe = subject === ours ? signalbox() : promClientMember(subject);
  return () => {
    for (let set = 0; set < labelSets; set++) observe(labels(set), durations[set % durations.length] as number);
  };
}

function labels(set: number): Labels {
  return { method: "GET", route: `/api/v1/customers/:customer/resource-${set}/:id`, status: "200" };
}

function signalbox(): (labels: Labels, seconds: number) => void {
  const duration = mergedSignals({ reportsTo: "cluster" }).metrics[name];
  return (labels, seconds) => duration.observe(labels, seconds);
}

function promClientMember(client: string): (labels: Labels, seconds: number) => void {
  const { AggregatorRegistry, Histogram, register } = promClient(client);
  new AggregatorRegistry();
  const labelNames = ["method", "route", "status"];
  const duration = new Histogram({ name, help, labelNames, buckets: bounds, registers: [register] });
  return (labels, seconds) => duration.observe(labels, seconds);
}
