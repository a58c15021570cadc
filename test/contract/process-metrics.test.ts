import {
  counter,
  defineService,
  exposedMetrics,
  gauge,
  isProcessMetric,
  maximumSamples,
  processLimits,
  processMetrics,
  promClient,
} from "@signalbox/contract";
import * as client from "prom-client";
import { describe, expect, it } from "vitest";
import { problemsOf } from "./problems-of.ts";

const described = { name: "shop", team: "storefront", description: "Sells products." };

const names = (process: "standard" | "promClient"): readonly string[] =>
  processMetrics(defineService({ ...described, process })).map(({ name }) => name);

describe("the process metrics of a definition", () => {
  it("are the standard ones where our exporter runs, and none where it does not", () => {
    expect(defineService(described).process).toBe("standard");
    expect(defineService({ ...described, http: promClient() }).process).toBe("none");
    expect(processMetrics(defineService({ ...described, process: "none" }))).toEqual([]);
  });

  it("are none of a service that an older copy of the package defined", () => {
    const { process: _, ...older } = defineService(described);
    expect(processMetrics(older as ReturnType<typeof defineService>)).toEqual([]);
  });

  it("are among the exposed metrics, each once", () => {
    const exposed = exposedMetrics(defineService(described)).map(({ name }) => name);
    expect(exposed).toEqual(expect.arrayContaining([...names("standard")]));
    expect(new Set(exposed).size).toBe(exposed.length);
  });

  it("hold every name, type, label and bound of prom-client's default metrics in the preset promClient", async () => {
    const register = new client.Registry();
    client.collectDefaultMetrics({ register });
    await new Promise(setImmediate);
    const ours = processMetrics(defineService({ ...described, process: "promClient" }));
    for (const { name, type, values } of await register.getMetricsAsJSON()) {
      const same = ours.find((metric) => metric.name === name);
      expect([name, same?.type]).toEqual([name, String(type)]);
      const labels = values.flatMap((sample) => Object.keys(sample.labels)).filter((label) => label !== "le");
      const own = Object.keys(same?.labels ?? {});
      expect([name, labels.filter((label) => !own.includes(label))]).toEqual([name, []]);
      const bounds = values.flatMap((sample) => ("le" in sample.labels ? [Number(sample.labels["le"])] : []));
      expect(same?.bounds).toEqual(expect.arrayContaining(bounds.filter(Number.isFinite)));
    }
  });

  it("keep gauges that end in _total out of the standard set", () => {
    const standard = processMetrics(defineService(described));
    expect(standard.filter(({ name, type }) => name.endsWith("_total") !== (type === "counter"))).toEqual([]);
    expect(names("promClient").filter((name) => !names("standard").includes(name))).toContain(
      "nodejs_active_handles_total",
    );
  });

  it("of a service that prom-client instruments are those that prom-client has", () => {
    const foreign = defineService({ ...described, http: promClient(), process: "promClient" });
    const exposed = exposedMetrics(foreign).map(({ name }) => name);
    expect(exposed).toContain("nodejs_eventloop_lag_p99_seconds");
    expect(exposed).not.toContain("nodejs_eventloop_delay_seconds");
  });

  it("know their names, of any preset", () => {
    expect(["process_open_fds", "nodejs_active_handles_total", "shop_open_fds"].map(isProcessMetric)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("count towards the samples of a scrape at their most", () => {
    const samples = (process: "standard" | "none"): number => maximumSamples(defineService({ ...described, process }));
    const standard = processMetrics(defineService(described));
    const spaces = 3 * (processLimits.heapSpaces + 1);
    const plain = standard.filter(({ labels }) => Object.keys(labels).length === 0);
    const plainGauges = plain.filter(({ bounds }) => bounds.length === 0).length;
    const delay = 12 + 3;
    const collections = (4 + 1) * (9 + 3);
    const version = 1;
    const loopTime = 2 + 1;
    expect(samples("standard") - samples("none")).toBe(
      plainGauges + spaces + processLimits.resourceTypes + 1 + delay + collections + version + loopTime,
    );
  });
});

describe("the door", () => {
  it("knows the three presets", () => {
    expect(problemsOf({ ...described, process: "prom-client" })).toEqual([
      'process process/preset → process: "standard"',
    ]);
  });

  it("refuses the standard preset where our exporter does not run", () => {
    expect(problemsOf({ ...described, http: promClient(), process: "standard" })).toEqual([
      'process process/not-ours → process: "promClient", or leave it out',
    ]);
  });

  it("refuses a metric of the business with the name of a process metric, unless there are none", () => {
    const metrics = { process_cpu_seconds_total: counter("CPU."), nodejs_active_handles: gauge("Handles.") };
    expect(problemsOf({ ...described, metrics })).toEqual([
      'metrics.process_cpu_seconds_total metric/process-name → another name, or process: "none"',
    ]);
    expect(problemsOf({ ...described, metrics, process: "none" })).toEqual([]);
  });
});
