import { counter, defineService, promClient, ratio, requests } from "@signalbox/contract";
import { firingAt } from "@signalbox/engine";
import { describe, expect, it } from "vitest";
import { isAlert, serviceRules } from "../../alerts/index.ts";
import { type Config, objectives, type ServiceObjectives } from "../../config/index.ts";
import { config } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { promtool, yamlOf } from "./rule-files.ts";

const promtoolPath = realTool("promtool");

const kiosk = objectives(
  defineService({
    name: "kiosk",
    team: "storefront",
    description: "Sells tickets.",
    dependencies: { bank: { host: "bank.example" }, post: { host: "post.example" } },
    metrics: { kiosk_sales_total: counter("Sales."), kiosk_refused_total: counter("Refused.") },
    indicators: {
      availability: requests({ alsoBad: [409] }),
      prompt: requests({ fasterThanSeconds: 0.3, routes: ["GET /seats", "/prices"] }),
      sales: ratio({ bad: "kiosk_refused_total", total: "kiosk_sales_total" }),
    },
  }),
  {
    availability: { targetRatio: 0.99, page: true },
    prompt: { targetRatio: 0.98, page: true },
    sales: { targetRatio: 0.97, page: true },
  },
);

const pods = ["kiosk-6b5f9c7d88-x7k2p", "kiosk-58d4cc6f9b-m4q9z"];

/** A series of one pod with a number a minute, in promtool's notation. */
function series(metric: string, labels: Readonly<Record<string, string>>, perMinute: number) {
  const { namespace = "live-services", ...others } = labels;
  const all = { ...others, namespace, job: "kiosk" };
  const text = Object.entries(all).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return { series: `${metric}{${text.join(",")}}`, values: `0+${perMinute}x30` };
}

const written = pods.flatMap((pod, index) => [
  series("up", { pod }, 0),
  ...["availability", "prompt", "sales"].flatMap((sli) => [
    series("sli_events_total", { sli, pod }, 100),
    series("sli_bad_events_total", { sli, pod }, index === 0 ? 12 : 48),
  ]),
  series("kiosk_sales_total", { pod }, 100),
  series("kiosk_refused_total", { pod }, index === 0 ? 30 : 10),
  // Method, route, status, requests a minute, and how many of them are faster than 0.25 s.
  ...[
    "GET /seats 200 60 20",
    "POST /sales 503 40 40",
    "POST /sales 201 90 0",
    "GET /seats 500 7 7",
    "GET /prices 409 13 13",
    "GET /health 404 900 900",
  ].flatMap((row) => {
    const [http_request_method = "", http_route = "", http_response_status_code = "", all, fast] = row.split(" ");
    const labels = { http_request_method, http_route, http_response_status_code, pod };
    const buckets = "http_server_request_duration_seconds_bucket";
    return [
      series(buckets, { ...labels, le: "+Inf" }, Number(all)),
      series(buckets, { ...labels, le: "0.25" }, Number(fast)),
    ];
  }),
  series("dependency_failed_calls_total", { dependency: "bank", pod }, 3),
  series("dependency_failed_calls_total", { dependency: "post", pod }, 9),
]);
/** The same service elsewhere, where something else is worst. */
const elsewhere = series(
  "dependency_failed_calls_total",
  { namespace: "rehearsal", dependency: "other", pod: "p" },
  500,
);

const filled: Readonly<Record<string, string>> = {
  availability:
    " Worst route: POST /sales (66.67% of the bad requests)." +
    " Worst pod: kiosk-58d4cc6f9b-m4q9z (80% of the bad events)." +
    " Several versions run; worst ReplicaSet: kiosk-58d4cc6f9b (80% of the bad events)." +
    " Worst dependency: post (75% of the failed calls).",
  prompt:
    " Worst route: GET /seats (100% of the requests slower than 0.25 s)." +
    " Worst pod: kiosk-58d4cc6f9b-m4q9z (80% of the bad events)." +
    " Several versions run; worst ReplicaSet: kiosk-58d4cc6f9b (80% of the bad events)." +
    " Worst dependency: post (75% of the failed calls).",
  sales:
    " Worst pod: kiosk-6b5f9c7d88-x7k2p (75% of the bad events)." +
    " Several versions run; worst ReplicaSet: kiosk-6b5f9c7d88 (75% of the bad events)." +
    " Worst dependency: post (75% of the failed calls).",
};

/** The pages of the objectives and what they read, with nothing in their texts but what queries answer. */
function answersOnly(service: ServiceObjectives, where: Config): string {
  const { groups } = serviceRules(service, where);
  return yamlOf({
    groups: groups.map((group) => ({
      ...group,
      rules: group.rules
        .filter((rule) =>
          isAlert(rule)
            ? rule.alert === "ErrorBudgetBurn" && rule.labels["severity"] === "critical"
            : rule.record.startsWith("sli:"),
        )
        .map((rule) => {
          if (!isAlert(rule)) return rule;
          const description = rule.annotations["description"] ?? "";
          return { ...rule, annotations: { worst: description.slice(description.indexOf("{{ with")) } };
        }),
    })),
  });
}

describe.skipIf(!engineIsBuilt)("the text of a page", () => {
  const engine = withEngine();

  async function texts(yaml: string, input: readonly ReturnType<typeof series>[]): Promise<object> {
    const storage = await engine().storage();
    const rules = await engine().rules(yaml);
    await storage.append(
      input.map(({ series: text, values }) => {
        const [, metric = "", labels = ""] = /^(\w+)\{(.*)\}$/.exec(text) ?? [];
        const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]);
        const perMinute = Number(/\+([\d.]+)x/.exec(values)?.[1]);
        const minutes = Array.from({ length: 31 }, (_, minute) => minute);
        return {
          labels: { __name__: metric, ...Object.fromEntries(pairs) },
          timesMillis: Float64Array.from(minutes, (minute) => minute * 60_000),
          values: Float64Array.from(minutes, (minute) => minute * perMinute),
        };
      }),
    );
    const evaluation = await rules.evaluateRange(storage, { startMillis: 1_140_000, endMillis: 1_200_000 });
    expect([evaluation.mode, evaluation.errors]).toEqual(["batch", []]);
    return Object.fromEntries(
      firingAt(evaluation, 1_200_000).map(({ labels, annotations }) => [labels["sli"], annotations["worst"]]),
    );
  }

  it("names the route, pod, version and dependency with the largest share of the bad events in that place", async () => {
    expect(await texts(answersOnly(kiosk, config), [...written, elsewhere])).toEqual(filled);
  });

  it("says nothing where nothing answers", async () => {
    const counters = written
      .filter(({ series: text }) => /^(sli_|kiosk_)/.test(text))
      .map((one) => ({ ...one, series: one.series.replace(/,?pod="[^"]*"/, "") }));
    expect(
      await texts(
        answersOnly(kiosk, config),
        counters.filter((_, index) => index < counters.length / 2),
      ),
    ).toEqual({
      availability: "",
      prompt: "",
      sales: "",
    });
  });

  it("tells no version apart while only one runs", async () => {
    const [first] = pods;
    const one = written.filter(({ series: text }) => text.includes(first ?? ""));
    const all = JSON.stringify(await texts(answersOnly(kiosk, config), one));
    expect(all).toContain(`Worst pod: ${first} (100%`);
    expect(all).not.toContain("ReplicaSet");
  });

  it("names the route of a service whose status codes are read, with its own labels", async () => {
    const foreign = objectives(
      defineService({
        name: "kiosk",
        team: "storefront",
        description: "Sells tickets.",
        http: promClient({
          unit: "milliseconds",
          duration: "kiosk_ms",
          bounds: [100, 400],
          labels: { route: "path", status: "code" },
        }),
        indicators: { prompt: requests({ fasterThanSeconds: 0.4 }), availability: requests() },
      }),
      { availability: { targetRatio: 0.99, page: true }, prompt: { targetRatio: 0.98, page: true } },
    );
    const rows = ["200 /seats 50", "500 /seats 20", "500 /sales 60"].flatMap((row) => {
      const [code = "", path = "", perMinute] = row.split(" ");
      const labels = { method: "GET", path, code };
      const slow = code === "200" ? 10 : 0;
      return [
        series("kiosk_ms_count", labels, Number(perMinute)),
        series("kiosk_ms_bucket", { ...labels, le: "+Inf" }, Number(perMinute)),
        series("kiosk_ms_bucket", { ...labels, le: "400.0" }, Number(perMinute) - slow),
      ];
    });
    expect(await texts(answersOnly(foreign, config), rows)).toEqual({
      availability: " Worst route: GET /sales (75% of the bad requests).",
      prompt: " Worst route: GET /seats (100% of the requests slower than 400 ms).",
    });
  });

  it("is left out of tickets, which nobody is woken by", () => {
    const tickets = serviceRules(kiosk, config).groups.flatMap(({ rules }) =>
      rules.filter(isAlert).filter(({ labels }) => labels["severity"] !== "critical"),
    );
    expect(tickets.length).toBeGreaterThan(3);
    expect(tickets.filter(({ annotations }) => JSON.stringify(annotations).includes("query"))).toEqual([]);
  });
});

describe.skipIf(promtoolPath === undefined)("promtool", () => {
  it("expands the same page texts", async () => {
    const labels = { namespace: "live-services", job: "kiosk", severity: "critical", team: "storefront" };
    const { output, passed } = await promtool(promtoolPath, ["test", "rules", "kiosk.test.yaml"], {
      "kiosk.rules.yaml": answersOnly(kiosk, config),
      "kiosk.test.yaml": yamlOf({
        rule_files: ["kiosk.rules.yaml"],
        evaluation_interval: "1m",
        group_eval_order: ["kiosk.sli", "kiosk.slo"],
        tests: [
          {
            interval: "1m",
            input_series: [...written, elsewhere],
            alert_rule_test: [
              {
                eval_time: "20m",
                alertname: "ErrorBudgetBurn",
                exp_alerts: Object.entries(filled).map(([sli, text]) => ({
                  exp_labels: { ...labels, sli },
                  exp_annotations: { worst: text },
                })),
              },
            ],
          },
        ],
      }),
    });
    expect(output).toContain("SUCCESS");
    expect(passed).toBe(true);
  });
});
