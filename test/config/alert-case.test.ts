import { describe, expect, it } from "vitest";
import { type AlertCaseDefinition, alertCase, defineConfig } from "../../config/index.ts";
import { config } from "../services.ts";

const definition = {
  name: "It fires when the till is silent for five minutes.",
  alert: "TillSilent",
  rules: "rules/own.rules.yaml",
  series: { 'up{job="till",instance="10.0.0.7:9464"}': "1x3  0+2x2 _ _x2 stale 1e1 -4-3x1" },
  expect: [
    { atMinutes: 3, firing: false },
    { atMinutes: 9, firing: true },
  ],
} as const satisfies AlertCaseDefinition;

const stretch = (minutes: number): object => ({ minutes, perMinute: 60 });

/** The problems of a definition, as `path: what is received`. */
function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    const { problems } = error as { problems: readonly { path: string; received: string; correction: string }[] };
    return problems.map(({ path, received, correction }) => `${path} ${received} -> ${correction}`);
  }
}

function problemsWith(changes: object): readonly string[] {
  return problemsOf(() => alertCase({ ...definition, ...changes } as never));
}

describe("a case of one's own", () => {
  it("has one sample a minute, as promtool would read its text", () => {
    const [series] = alertCase(definition).series;
    expect(series?.labels).toEqual({ __name__: "up", job: "till", instance: "10.0.0.7:9464" });
    expect(series?.samples).toEqual([1, 1, 1, 1, 0, 2, 4, undefined, undefined, undefined, "stale", 10, -4, -7]);
  });

  it.each([
    ["that it fires, when it expects only that", [{ atMinutes: 9, firing: true }], ["fires"]],
    [
      "that it fires and clears, in the order of the minutes",
      [
        { atMinutes: 14, firing: false },
        { atMinutes: 9, firing: true },
      ],
      ["fires", "clears"],
    ],
    [
      "not that it clears, when it is silent only in the same minute",
      [
        { atMinutes: 9, firing: true },
        { atMinutes: 9, firing: false },
      ],
      ["fires"],
    ],
    ["nothing in particular, when it is silent throughout", [{ atMinutes: 9, firing: false }], []],
    ["what it says", [{ atMinutes: 9, firing: [] }], ["silentAtLowTraffic"], ["silentAtLowTraffic"]],
  ] as const)("proves %s", (_, expect_, proves, said?: readonly string[]) => {
    const changes = { expect: expect_, ...(said === undefined ? {} : { proves: said }) };
    expect(alertCase({ ...definition, ...changes } as AlertCaseDefinition).proves).toEqual(proves);
  });

  it.each([
    ["a name of a key that is not known", { expects: [] }, 'expects "expects" -> expect: ...'],
    ["no alert", { alert: " " }, 'alert " " -> alert: "ErrorBudgetBurn"'],
    [
      "a service beside a rule file",
      { service: "till" },
      'service "till" -> service: "shop", or rules: "rules/legacy.rules.yaml"',
    ],
    [
      "a series that is none",
      { series: { "up{job=till}": "1" } },
      'series["up{job=till}"] "up{job=till}" -> up{job="shop",instance="10.0.0.1:9464"}',
    ],
    [
      "values that are none",
      { series: { up: "1 2 three" } },
      'series.up "1 2 three" -> 0+5x10, 1x4, 3, _ , _x5 or stale, with spaces between',
    ],
    [
      "a step that is never taken",
      { series: { up: "0+5" } },
      'series.up "0+5" -> 0+5x10, 1x4, 3, _ , _x5 or stale, with spaces between',
    ],
    [
      "a percentage where a ratio is meant",
      { traffic: [{ service: "shop", indicator: "fast", stretches: [{ minutes: 5, perMinute: 60, badRatio: 2 }] }] },
      "traffic[0].stretches[0].badRatio 2 -> badRatio: 0.02",
    ],
    [
      "a moment between two minutes",
      { expect: [{ atMinutes: 1.5, firing: true }] },
      "expect[0].atMinutes 1.5 -> atMinutes: 10",
    ],
    ["no expectation", { expect: [] }, "expect [] -> expect: [{ atMinutes: 10, firing: true }]"],
    [
      "an expectation that is no answer",
      { expect: [{ atMinutes: 4, firing: "yes" }] },
      'expect[0].firing "yes" -> firing: [{ labels: { severity: "critical" } }]',
    ],
    [
      "a moment after the longest story",
      { expect: [{ atMinutes: 100_801, firing: true }] },
      "expect[0].atMinutes 100801 -> atMinutes: 10",
    ],
    [
      "traffic that is longer than a story may be",
      { traffic: [{ service: "shop", indicator: "fast", stretches: [stretch(100_000), stretch(801)] }] },
      "traffic[0].stretches 100801 -> a shorter story",
    ],
    [
      "a stretch that is longer than a story may be",
      { traffic: [{ service: "shop", indicator: "fast", stretches: [stretch(1e9), stretch(1)] }] },
      "traffic[0].stretches[0].minutes 1000000000 -> minutes: 10",
    ],
    [
      "a series twice",
      { series: { 'up{job="a",pod="b"}': "1", 'up{pod="b", job="a"}': "0" } },
      'series["up{pod=\\"b\\", job=\\"a\\"}"] "up{pod=\\"b\\", job=\\"a\\"}" -> only up{job="a",pod="b"}',
    ],
    [
      "a proof of what never fires",
      { expect: [{ atMinutes: 9, firing: [] }], proves: ["fires"] },
      'proves[0] "fires" -> expect: [{ atMinutes: 10, firing: true }]',
    ],
    [
      "a proof that it clears, silent only before",
      { proves: ["fires", "clears"] },
      'proves[1] "clears" -> expect: [{ atMinutes: 10, firing: true }, { atMinutes: 20, firing: false }]',
    ],
    [
      "a proof that it clears in the minute in which it fires",
      {
        expect: [
          { atMinutes: 9, firing: true },
          { atMinutes: 9, firing: false },
        ],
        proves: ["clears"],
      },
      'proves[0] "clears" -> expect: [{ atMinutes: 10, firing: true }, { atMinutes: 20, firing: false }]',
    ],
    [
      "a proof of silence that always fires",
      { expect: [{ atMinutes: 9, firing: true }], proves: ["silentJustBelow"] },
      'proves[0] "silentJustBelow" -> expect: [{ atMinutes: 10, firing: false }]',
    ],
    ["a proof that is none", { proves: ["fire"] }, 'proves[0] "fire" -> fires'],
  ])("is refused with %s, by its path", (_, changes, problem) => {
    expect(problemsWith(changes)).toEqual([problem]);
  });

  it("names every mistake at once", () => {
    expect(problemsWith({ alert: "", name: "", expect: [] })).toHaveLength(3);
  });
});

describe("the cases of a config", () => {
  const { $signalbox: _, environments: __, ...plain } = config;
  const configured = (...cases: readonly unknown[]) =>
    problemsOf(() =>
      defineConfig({
        ...plain,
        environments: { production: { namespace: "live-services" } },
        rules: [{ path: "rules/own.rules.yaml" }],
        cases,
      } as never),
    );
  const traffic = [{ service: "shop", indicator: "fast", environment: "production", stretches: [] }];

  it("may be about its rule files and its services", () => {
    const { rules: _rules, ...rest } = definition;
    const other = alertCase({ ...rest, name: "Another.", service: "ledger", traffic });
    expect(configured(alertCase(definition), other)).toEqual([]);
  });

  it.each([
    ["a plain object", definition, "cases[0]"],
    [
      "a rule file that it does not list",
      alertCase({ ...definition, rules: "rules/won.rules.yaml" }),
      "cases[0].rules",
    ],
    [
      "an unknown service",
      alertCase({ ...definition, traffic: [{ ...traffic[0], service: "shoe" } as never] }),
      "cases[0].traffic[0].service",
    ],
    [
      "an unknown indicator",
      alertCase({ ...definition, traffic: [{ ...traffic[0], indicator: "fist" } as never] }),
      "cases[0].traffic[0].indicator",
    ],
    [
      "an unknown environment",
      alertCase({ ...definition, traffic: [{ ...traffic[0], environment: "moon" } as never] }),
      "cases[0].traffic[0].environment",
    ],
  ])("are refused with %s", (_, one, path) => {
    const [problem, ...more] = configured(one);
    expect(problem?.split(" ")[0]).toBe(path);
    expect(more).toEqual([]);
  });

  it("are refused when two have one name", () => {
    expect(configured(alertCase(definition), alertCase(definition))[0]).toMatch(/^cases\[1\]\.name /);
  });
});
