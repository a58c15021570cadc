import { counter, defineService, gauge, isDefinitionError, requests } from "@signalbox/contract";
import { defineConfig, kubePrometheusStack, objectives, slack, stopped, threshold } from "signalbox";
import { describe, expect, it } from "vitest";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  metrics: { shop_paid_total: counter("Paid."), shop_lost_total: counter("Lost."), shop_carts: gauge("Carts.") },
  work: { emails: { description: "Sends an email." } },
  indicators: { availability: requests() },
});

function problemsOf(door: () => unknown): readonly string[] {
  try {
    door();
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, code, correction }) => `${path} ${code} → ${correction}`);
  }
}

const wrong = (options: unknown): readonly string[] => problemsOf(() => objectives(shop, {}, options as never));

describe("alerts about counters", () => {
  it("are listed in their order, with their defaults", () => {
    const { symptoms } = objectives(
      shop,
      {},
      {
        business: {
          shop_paid_total: [stopped({ page: true }), threshold({ atLeast: 10, within: "5m" })],
          shop_lost_total: threshold({ atMost: 7, within: "1h" }),
        },
      },
    );
    expect(symptoms.business).toEqual([
      { counter: "shop_paid_total", alert: { kind: "stopped", within: "10m", page: true } },
      {
        counter: "shop_paid_total",
        alert: { kind: "threshold", atLeast: 10, atMost: undefined, within: "5m", page: false },
      },
      {
        counter: "shop_lost_total",
        alert: { kind: "threshold", atLeast: undefined, atMost: 7, within: "1h", page: false },
      },
    ]);
  });

  it("are a compile error for a metric that is no counter of the service", () => {
    // @ts-expect-error the service has no counter shop_payed_total
    const unknown = (): unknown => objectives(shop, {}, { business: { shop_payed_total: stopped() } });
    // @ts-expect-error shop_carts is a gauge
    const notCounter = (): unknown => objectives(shop, {}, { business: { shop_carts: stopped() } });
    expect(problemsOf(unknown)).toEqual(["options.business.shop_payed_total business/counter → shop_paid_total: ..."]);
    expect(problemsOf(notCounter)).toEqual([
      "options.business.shop_carts business/counter → one of shop_paid_total, shop_lost_total",
    ]);
  });

  it("report every mistake at once", () => {
    expect(
      wrong({
        business: {
          shop_paid_total: [threshold({ within: "90s" }), threshold({ atLeast: 0, within: "5m" })],
          shop_lost_total: threshold({ atLeast: 20, atMost: 10, within: "1h", page: "yes" as never }),
        },
      }),
    ).toEqual([
      "options.business.shop_paid_total business/twice → shop_paid_total: [stopped(), threshold({ ... })]",
      'options.business.shop_paid_total[0].within business/within → within: "10m"',
      "options.business.shop_paid_total[0] business/limit → atLeast: 10",
      "options.business.shop_paid_total[1].atLeast business/limit → atLeast: 10",
      "options.business.shop_lost_total.page business/page → page: true",
      "options.business.shop_lost_total business/limit → atLeast: 10, atMost: 1000",
    ]);
  });

  it("say what they may be when they are something else", () => {
    expect(wrong({ business: { shop_paid_total: { atLeast: 10 }, shop_lost_total: [] } })).toEqual([
      'options.business.shop_paid_total business/alert → stopped() or threshold({ atLeast: 10, within: "5m" })',
      "options.business.shop_lost_total business/twice → shop_lost_total: [stopped(), threshold({ ... })]",
    ]);
    expect(wrong({ business: "all" })).toEqual([
      "options.business business/shape → business: { shop_orders_placed_total: stopped() }",
    ]);
  });
});

describe("limits of work", () => {
  it("are kept by the name of the work", () => {
    const { symptoms } = objectives(shop, {}, { work: { emails: { successWithinSeconds: 600 } } });
    expect(symptoms.work).toEqual([{ work: "emails", successWithinSeconds: 600 }]);
  });

  it("are a compile error for work that the service does not do", () => {
    // @ts-expect-error the service has no work emials
    const door = (): unknown => objectives(shop, {}, { work: { emials: { successWithinSeconds: 600 } } });
    expect(problemsOf(door)).toEqual(["options.work.emials work-limit/work → emails: ..."]);
  });

  it("are whole seconds of a sensible size", () => {
    expect(wrong({ work: { emails: { successWithinSeconds: 30, seconds: 3 } } })).toEqual([
      "options.work.emails.seconds key/unknown → one of successWithinSeconds",
      "options.work.emails.successWithinSeconds work-limit/seconds → successWithinSeconds: 7200",
    ]);
  });
});

describe("alerts that are left out", () => {
  it("need a reason, and a name that exists and is no objective's", () => {
    expect(wrong({ without: { ServiceHang: "It only streams.", CpuThrottled: " ", ErrorBudgetBurn: "No." } })).toEqual([
      "options.without.ServiceHang without/alert → ServiceHangs: ...",
      'options.without.CpuThrottled without/reason → without: { ServiceHangs: "It only serves event streams." }',
      "options.without.ErrorBudgetBurn without/alert → ServiceTargetsDown: ...",
    ]);
  });
});

describe("the config", () => {
  const withProfile = (options: object, watched: boolean): readonly string[] =>
    problemsOf(() =>
      defineConfig({
        services: [
          objectives(
            shop,
            { availability: { targetRatio: 0.9 } },
            { windowDays: 7, business: watched ? { shop_paid_total: stopped() } : {} },
          ),
        ],
        prometheus: kubePrometheusStack({ release: "own", namespace: "observing", retentionDays: 14, ...options }),
        teams: { storefront: { ticket: slack({ channel: "#shop", urlFrom: { secret: "slack", key: "url" } }) } },
        environments: { production: { namespace: "storefront" } },
      }),
    );

  it("refuses a counter that can never be known to have stopped, because Prometheus forgets too soon", () => {
    expect(withProfile({}, false)).toEqual([]);
    expect(withProfile({ retentionDays: 15 }, true)).toEqual([]);
    expect(withProfile({}, true)).toEqual([
      "services[0].business config/business-history → retentionDays: 15 or more once the server keeps them, or threshold() instead",
    ]);
  });

  it("asks for a team that it has, for the alerts about Prometheus itself", () => {
    expect(withProfile({ platformAlerts: { team: "storefront" } }, false)).toEqual([]);
    expect(withProfile({ platformAlerts: { team: "platform" } }, false)).toEqual([
      'prometheus.platformAlerts.team config/platform-team → platformAlerts: { team: "storefront" }',
    ]);
  });
});
