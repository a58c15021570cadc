import { describe, expect, it } from "vitest";
import { inhibitor } from "../../../alerts/index.ts";

const down = { alertname: "Down", job: "shop" };
const burn = { alertname: "Burn", job: "shop", severity: "page" };
const rule = { source_matchers: ['alertname="Down"'], target_matchers: ['severity="page"'], equal: ["job", "cluster"] };

describe("an inhibition", () => {
  it("holds a target back while a source with the same labels fires", () => {
    expect(inhibitor([rule])(burn, [burn, down])).toEqual({ rule, source: down });
  });

  it.each([[{ ...down, job: "ledger" }], [{ ...down, cluster: "eu" }], [{ ...down, alertname: "Slow" }]])(
    "does not take %o for a source",
    (other) => {
      expect(inhibitor([rule])(burn, [burn, other])).toBeUndefined();
    },
  );

  it("takes a label that both sides lack for equal", () => {
    const loose = { ...rule, equal: ["sli"] };
    expect(inhibitor([loose])(burn, [burn, { ...down, job: "ledger" }])).toBeDefined();
  });

  it("does not let an alert that is source and target hold itself or its like back", () => {
    const both = { source_matchers: ['job="shop"'], target_matchers: ['job="shop"'], equal: ["job"] };
    expect(inhibitor([both])(burn, [burn, { ...burn, sli: "fast" }])).toBeUndefined();
  });

  it("works although its source is held back itself", () => {
    const chain = [
      { source_matchers: ['alertname="A"'], target_matchers: ['alertname="B"'] },
      { source_matchers: ['alertname="B"'], target_matchers: ['alertname="C"'] },
    ];
    const firing = ["A", "B", "C"].map((alertname) => ({ alertname }));
    expect(firing.map((alert) => inhibitor(chain)(alert, firing)?.source["alertname"])).toEqual([undefined, "A", "B"]);
  });
});
