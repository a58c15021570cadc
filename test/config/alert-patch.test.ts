import { isDefinitionError } from "@signalbox/contract";
import { type ConfigDefinition, defineConfig, patchAlerts } from "signalbox";
import { describe, expect, it } from "vitest";
import { config } from "../services.ts";

const { $signalbox: _, ...plain } = config;

/** What the door says about patches, without what was received. */
function problemsOf(patches: unknown, change: object = {}): readonly string[] {
  try {
    const { environments: __, ...rest } = plain;
    const environments = { production: { namespace: "live-services" } };
    defineConfig({ ...rest, environments, ...change, patches } as unknown as ConfigDefinition);
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, rule, correction }) => `${path}: ${rule} → ${correction}`);
  }
}

/** A patch as JavaScript without types may have it. */
const patch = (selected: object, texts: object) => patchAlerts(selected as never, texts as never);
const labels = (own: object) => problemsOf([patch({ alert: "CpuThrottled" }, { labels: own })]);

describe("patchAlerts", () => {
  it("keeps what is selected apart from what is set", () => {
    const selected = {
      alert: "ErrorBudgetBurn",
      service: "shop",
      labels: { sli: "availability", job: "shop" },
    } as const;
    const own = patchAlerts(selected, { labels: { area: "sales" }, annotations: { summary: "Nobody can buy." } });
    expect(own).toEqual({ selected, labels: { area: "sales" }, annotations: { summary: "Nobody can buy." } });
    expect(problemsOf([own])).toEqual([]);
  });

  it("knows the names of alerts at compile time", () => {
    // @ts-expect-error there is no alert CpuThrotled
    expect(patchAlerts({ alert: "CpuThrotled" }, { labels: { area: "sales" } }).selected.alert).toBe("CpuThrotled");
  });
});

describe("the door of patches", () => {
  it("takes none, and takes nothing but a list of patches", () => {
    expect(defineConfig({ ...plain, environments: { production: { namespace: "x" } } } as never).patches).toEqual([]);
    expect(problemsOf({})).toEqual([expect.stringMatching(/^patches: patches are a list → patches: \[patchAlerts\(/)]);
    expect(problemsOf(["x"])).toEqual([expect.stringMatching(/^patches\[0\]: a patch comes from patchAlerts\(\)/)]);
  });

  it("corrects the name of an alert, a service and a label, with the path of each", () => {
    const misspelt = patch(
      { alert: "CpuThrotled", service: "shp", labels: { severty: "critical" } },
      { labels: { area: "sales" } },
    );
    expect(problemsOf([patchAlerts({ alert: "CpuThrottled" }, { labels: { area: "sales" } }), misspelt])).toEqual([
      'patches[1].selected.alert: only alerts that Signalbox writes are patched; rule files of your own are shipped unchanged → alert: "CpuThrottled"',
      'patches[1].selected.service: this service is not in services → service: "shop"',
      'patches[1].selected.labels.severty: no generated rule sets this label → severity: "critical"',
    ]);
  });

  it("refuses keys that it does not know, with the one that is meant", () => {
    expect(problemsOf([patch({ alert: "CpuThrottled", label: {} }, { annotation: { note: "x" } })])).toEqual([
      "patches[0].annotation: this key is not known → annotations: ...",
      "patches[0].selected.label: this key is not known → labels: ...",
      expect.stringMatching(/^patches\[0\]: a patch sets labels or annotations/),
    ]);
  });

  it.each(["alertname", "alertstate", "severity", "team", "sli", "metric", "dependency", "work", "rule_group", "job"])(
    "leaves the label %s to whom it belongs, and says what to do instead",
    (name) => {
      const [found, ...others] = labels({ [name]: "x" });
      expect(found).toMatch(new RegExp(`^patches\\[0\\]\\.labels\\.${name}: .+ → .+`));
      expect(others).toEqual([]);
    },
  );

  it("leaves the labels of the config's own identity alone, and no others", () => {
    const own = [patch({ alert: "CpuThrottled" }, { labels: { cluster: "x", namespace: "y" } })];
    expect(problemsOf(own, { identity: ["cluster", "job"] })).toEqual([
      "patches[0].labels.cluster: labels of the identity come from the series → another name: own_cluster: ...",
    ]);
  });

  it("says how a severity is changed", () => {
    expect(labels({ severity: "page" })).toEqual([
      "patches[0].labels.severity: the severity follows from what pages → page: true or false of the objective, or severity of the config for other values",
    ]);
  });

  it("refuses a patch that sets nothing", () => {
    const nothing = expect.stringMatching(/^patches\[0\]: a patch sets labels or annotations → patchAlerts\(/);
    expect(problemsOf([patch({ alert: "CpuThrottled" }, {})])).toEqual([nothing]);
    expect(problemsOf([patch({ alert: "CpuThrottled" }, { labels: {}, annotations: {} })])).toEqual([nothing]);
  });

  it("refuses names that Prometheus refuses, and its own", () => {
    expect(labels({ "page-group": "a", "2nd": "b", __tier: "c" })).toEqual([
      'patches[0].labels["page-group"]: a name is letters, digits and underscores, and does not begin with a digit → page_group: ...',
      'patches[0].labels["2nd"]: a name is letters, digits and underscores, and does not begin with a digit → own_2nd: ...',
      "patches[0].labels.__tier: names that begin with two underscores belong to Prometheus → own_tier: ...",
    ]);
  });

  it("refuses values that are no texts, and says how to write them", () => {
    expect(labels({ tier: 3, area: "" })).toEqual([
      'patches[0].labels.tier: a text is needed → tier: "3"',
      'patches[0].labels.area: a text is needed → area: "capacity"',
    ]);
    expect(problemsOf([patch({ alert: "CpuThrottled" }, { labels: "x", annotations: ["y"] })])).toEqual([
      'patches[0].labels: names and texts are needed → labels: { area: "capacity" }',
      'patches[0].annotations: names and texts are needed → annotations: { note: "Ask #capacity first." }',
    ]);
  });

  it("refuses templates, and says why", () => {
    expect(labels({ pod: "{{ $labels.pod }}" })).toEqual([
      'patches[0].labels.pod: labels of patches are plain texts: with a template every new value would be a new alert → pod: "capacity"',
    ]);
    expect(problemsOf([patch({ alert: "CpuThrottled" }, { annotations: { note: "It is {{ $value }}." } })])).toEqual([
      'patches[0].annotations.note: annotations of patches are plain texts, so that cases and promtool can tell what an alert says → note: "Ask #capacity first."',
    ]);
  });
});
