import { DefinitionError, defineService, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { defineConfig, kubePrometheusStack, objectives, tier } from "../../config/index.ts";
import { config, shop } from "../services.ts";

/** The problems of a definition, each as its path, code and correction. */
function problemsOf(define: () => unknown): readonly string[] {
  try {
    define();
    return [];
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return error.problems.map(({ path, code, correction }) => `${path} ${code} → ${correction}`);
  }
}

const critical = tier({ name: "critical", page: true, targetRatio: 0.9995, minimumBadEvents: 9, windowDays: 35 });
const relaxed = tier({ name: "relaxed", minimumBadEvents: 20 });

describe("tiers", () => {
  it("leave to an objective what it does not say itself", () => {
    const { objectives: set } = objectives(
      shop,
      {
        availability: { tier: critical },
        checkout: { tier: critical, targetRatio: 0.998, page: false, minimumBadEvents: 7, windowDays: 14 },
        fast: { tier: relaxed, targetRatio: 0.97 },
      },
      { windowDays: 21 },
    );
    expect(set).toMatchObject([
      {
        indicator: "availability",
        targetRatio: 0.9995,
        page: true,
        minimumBadEvents: 9,
        windowDays: 35,
        tier: "critical",
      },
      { indicator: "fast", targetRatio: 0.97, page: false, minimumBadEvents: 20, windowDays: 21, tier: "relaxed" },
      { indicator: "checkout", targetRatio: 0.998, page: false, minimumBadEvents: 7, windowDays: 14, tier: "critical" },
    ]);
  });

  it("do not excuse an objective from a target, in types and at the door", () => {
    // @ts-expect-error the tier has no target
    expect(problemsOf(() => objectives(shop, { fast: { tier: relaxed } }))).toEqual([
      "fast.targetRatio objective/target → targetRatio: 0.999",
    ]);
  });

  it("may be plain data, which is checked all the same", () => {
    const tiny = { name: "", targetRatio: 99.9, windowDays: 3, minimumBadEvents: 0, pages: true };
    expect(problemsOf(() => objectives(shop, { fast: { tier: tiny } }))).toEqual([
      "fast.tier.pages key/unknown → page: ...",
      'fast.tier.name text/missing → name: "critical"',
      "fast.tier.targetRatio objective/target → targetRatio: 0.999",
      "fast.tier.windowDays objective/window → windowDays: 28",
      "fast.tier.minimumBadEvents objective/minimum → minimumBadEvents: 5",
    ]);
  });

  it("report what is wrong with them where they are made", () => {
    expect(problemsOf(() => tier({ name: "low", targetRatio: 95 }))).toEqual([
      "targetRatio objective/target → targetRatio: 0.95",
    ]);
  });
});

describe("objectives", () => {
  it("count events unless they say otherwise, and need 5 bad ones", () => {
    const { objectives: set } = objectives(shop, { payments: { targetRatio: 0.995 } });
    expect(set).toMatchObject([{ kind: "events", minimumBadEvents: 5, windowDays: 28, page: false }]);
  });

  it("keep when a minute is good", () => {
    const { objectives: set } = objectives(shop, { fast: { kind: "timeSlice", goodRatio: 0.95, targetRatio: 0.99 } });
    expect(set).toMatchObject([{ kind: "timeSlice", goodRatio: 0.95 }]);
  });

  it("of time slices need a ratio, and only they may have one", () => {
    const wrong = {
      availability: { kind: "timeSlice", goodRatio: 95, targetRatio: 0.99 },
      fast: { goodRatio: 0.9, targetRatio: 0.99 },
      payments: { kind: "minutes", targetRatio: 0.99 },
    } as never;
    expect(problemsOf(() => objectives(shop, wrong))).toEqual([
      "availability.goodRatio objective/time-slice → goodRatio: 0.95",
      'fast.goodRatio objective/time-slice → kind: "timeSlice", goodRatio: 0.9',
      'payments.kind objective/kind → kind: "timeSlice", goodRatio: 0.95',
    ]);
  });

  it("say what their traffic is in requests above 0", () => {
    const none = { fast: { targetRatio: 0.99, expectedRequestsPerHour: 0 } };
    expect(problemsOf(() => objectives(shop, none))).toEqual([
      "fast.expectedRequestsPerHour objective/traffic → expectedRequestsPerHour: 200",
    ]);
  });

  it("are refused a page that no outage reaches, with the least target that has one", () => {
    const lenient = (targetRatio: number, page: boolean) => () => objectives(shop, { fast: { targetRatio, page } });
    expect(problemsOf(lenient(0.8, true))).toEqual([
      "fast.page objective/page-unreachable → page: false, or targetRatio: 0.84 or more",
    ]);
    expect(problemsOf(lenient(0.84, true))).toEqual([]);
    expect(problemsOf(lenient(0.8, false))).toEqual([]);
  });

  it("infer indicators without an annotation", () => {
    const stock = defineService({
      name: "stock",
      team: "storefront",
      description: "Counts.",
      indicators: { answers: requests() },
    });
    // @ts-expect-error no such indicator
    expect(problemsOf(() => objectives(stock, { answer: { targetRatio: 0.99 } }))).toEqual([
      "answer objective/indicator → answers: ...",
    ]);
  });
});

describe("the history that objectives need", () => {
  const { $signalbox: _, environments: __, runbooksUrl: ___, ...rest } = config;
  const withProfile = (profile: object, windowDays = 28, fast: object = { targetRatio: 0.99 }) =>
    problemsOf(() =>
      defineConfig({
        ...rest,
        grafana: {},
        environments: { production: { namespace: "live-services" } },
        services: [objectives(shop, { fast: fast as never }, { windowDays })],
        prometheus: kubePrometheusStack({
          release: "monitoring",
          namespace: "telemetry",
          retentionDays: 30,
          ...profile,
        }),
      } as never),
    );

  it("must be kept by Prometheus, unless something else does", () => {
    expect(withProfile({}, 60)).toEqual([expect.stringMatching(/^services\[0\]\.windowDays config\/retention/)]);
    expect(withProfile({ longTermSource: "Mimir" }, 60)).toEqual([]);
    expect(withProfile({ longTermSource: "" }, 60)).toEqual([
      'prometheus.longTermSource text/missing → longTermSource: "Mimir"',
    ]);
  });

  it("is asked for by each objective with a window of its own", () => {
    expect(withProfile({}, 28, { targetRatio: 0.99, windowDays: 45 })).toEqual([
      expect.stringMatching(/^services\[0\]\.fast\.windowDays config\/retention → retentionDays: 45/),
    ]);
  });

  it("has a sample a minute where minutes are counted", () => {
    const slices = { kind: "timeSlice", goodRatio: 0.9, targetRatio: 0.99 };
    expect(withProfile({ scrapeIntervalSeconds: 75 }, 28, slices)).toEqual([
      "prometheus.scrapeIntervalSeconds config/time-slice → scrapeIntervalSeconds: 30",
    ]);
    expect(withProfile({ scrapeIntervalSeconds: 60 }, 28, slices)).toEqual([]);
  });
});
