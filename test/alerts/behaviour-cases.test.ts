import { describe, expect, it } from "vitest";
import { behaviourCases, promtoolTests, samplesOf, serviceRules } from "../../alerts/index.ts";
import { type Config, defineConfig, objectives, type ServiceObjectives } from "../../config/index.ts";
import { config, ledgerObjectives, shop, shopObjectives } from "../services.ts";
import { realTool } from "../support/real-tools.ts";
import { tillObjectives as till } from "./native-service.ts";
import { overlapping } from "./overlapping.ts";
import { promtool, yamlOf } from "./rule-files.ts";

const promtoolPath = realTool("promtool");

/** Targets so low that pairs are left out, a long window, and numbers of bad events of their own. */
const lenient = objectives(
  shop,
  {
    availability: { targetRatio: 0.93, page: true, minimumBadEvents: 40 },
    fast: { targetRatio: 0.88, page: true, windowDays: 9 },
    payments: { targetRatio: 0.4, minimumBadEvents: 1 },
  },
  { windowDays: 35 },
);
/** Minutes instead of events, beside an objective that reads the same requests and counts them. */
const minutes = objectives(
  shop,
  {
    availability: { kind: "timeSlice", goodRatio: 0.95, targetRatio: 0.999, page: true },
    fast: { kind: "timeSlice", goodRatio: 0.8, targetRatio: 0.9, minimumBadEvents: 17 },
    payments: { kind: "timeSlice", goodRatio: 0.5, targetRatio: 0.95, page: true, minimumBadEvents: 1 },
  },
  { windowDays: 14 },
);
const mixed: ServiceObjectives = objectives(
  overlapping.service as never,
  {
    availability: { kind: "timeSlice", goodRatio: 0.97, targetRatio: 0.995, page: true },
    volumes: { targetRatio: 0.99, page: true },
    reads: { kind: "timeSlice", goodRatio: 0.9, targetRatio: 0.99, page: true, minimumBadEvents: 8 },
    readers: { kind: "timeSlice", goodRatio: 0.6, targetRatio: 0.98, page: true },
  } as never,
  { windowDays: 30 },
);
const strict = objectives(shop, { checkout: { targetRatio: 0.99999, page: true } }, { windowDays: 7 });
const { $signalbox: _, ...plainConfig } = config;
const shared: Config = {
  ...defineConfig({
    ...plainConfig,
    grafana: { url: "https://grafana.example.com/sub/" },
    runbooksUrl: "https://runbooks.example.com",
    environments: { canary: { namespace: "one-more", pages: true } },
  } as never),
  identity: ["cluster", "env", "job"],
};

describe("behaviour cases", () => {
  it("have names of their own", () => {
    const names = behaviourCases(shopObjectives, config).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("fire in every story that is told to fire, and are silent in every silent one of their urgency", () => {
    for (const { name, behaviour, expectations, ruleLabels } of behaviourCases(shopObjectives, config)) {
      const own = expectations.map(({ alerts }) =>
        alerts.filter(({ labels }) => labels["severity"] === ruleLabels["severity"]),
      );
      if (behaviour === "silent") expect(own.flat(), name).toEqual([]);
      else expect(own.flat().length, name).toBeGreaterThan(0);
      if (behaviour === "clears") expect(own.at(-1), name).toEqual([]);
    }
  });

  it("expect the alerts of every objective that reads the same events", () => {
    const outages = behaviourCases(overlapping, config).filter(({ name }) => name.includes("when every event fails"));
    const told = outages.map(({ ruleLabels, expectations }) => [
      ruleLabels["sli"],
      [...new Set(expectations.flatMap(({ alerts }) => alerts.map(({ labels }) => labels["sli"])))],
    ]);
    expect(Object.fromEntries(told)).toEqual({
      availability: ["availability"],
      volumes: ["availability", "volumes"],
      prompt: ["prompt"],
      patient: ["patient"],
      shelves: ["patient", "shelves"],
      reads: ["reads", "readers"],
      readers: ["reads", "readers"],
      whole: ["whole"],
    });
  });

  it("follow the environments that are asked for", () => {
    const [production] = config.environments;
    const cases = behaviourCases(shopObjectives, config, production === undefined ? [] : [production]);
    expect(JSON.stringify(cases)).not.toContain("rehearsal");
  });

  it("become samples, once a minute from minute 0", () => {
    const labels = { job: "shop" };
    const counter = samplesOf({
      metric: "a_total",
      labels,
      kind: "counter",
      segments: [
        { minutes: 2, perMinute: 3 },
        { minutes: 1, perMinute: 10 },
      ],
    });
    const up = { metric: "up", labels, kind: "gauge" as const };
    const gauge = samplesOf({
      ...up,
      segments: [
        { minutes: 2, value: undefined },
        { minutes: 2, value: 1 },
      ],
    });
    expect(counter.map(({ minute, value }) => [minute, value])).toEqual([
      [0, 0],
      [1, 3],
      [2, 6],
      [3, 16],
    ]);
    expect(gauge.map(({ minute }) => minute)).toEqual([2, 3]);
    const sparse = samplesOf(
      {
        ...up,
        segments: [
          { minutes: 20, value: undefined },
          { minutes: 15, value: 7 },
        ],
      },
      5,
    );
    expect(sparse.map(({ minute }) => minute)).toEqual([20, 25, 30]);
  });
});

describe.skipIf(promtoolPath === undefined)("promtool passes the behaviour cases", () => {
  const subjects: readonly (readonly [string, ServiceObjectives, Config])[] = [
    ["a service that counts its own indicators", shopObjectives, config],
    ["a service whose status codes are read", ledgerObjectives, config],
    ["a service of which several indicators read the same requests", overlapping, config],
    ["targets so low that burn pairs are impossible", lenient, config],
    ["objectives that count minutes", minutes, config],
    ["objectives of which some count minutes and some the same events", mixed, config],
    ["a service whose histograms may be native", till, config],
    ["a strict target, a short window and a shared identity", strict, shared],
  ];
  it.each(subjects)(
    "of %s",
    async (_name, service, where) => {
      const { minutely, history } = promtoolTests(service, where, "service.rules.yaml");
      const { passed, output } = await promtool(promtoolPath, ["test", "rules", "minutely.yaml", "history.yaml"], {
        "service.rules.yaml": yamlOf(serviceRules(service, where)),
        "minutely.yaml": yamlOf(minutely),
        "history.yaml": yamlOf(history),
      });
      expect(output.match(/SUCCESS/g)).toHaveLength(2);
      expect(passed).toBe(true);
    },
    240_000,
  );
});
