import { describe, expect, it } from "vitest";
import { unmatchedPatches } from "../../alerts/index.ts";
import { checkInput } from "../../cli/index.ts";
import { type AlertSelection, objectives, patchAlerts } from "../../config/index.ts";
import { config, ledgerObjectives, shop } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("patch-unmatched", () => {
  const check = findingsOf("patch-unmatched");
  const findings = async (...selected: readonly AlertSelection[]) => {
    const patches = selected.map((one) => patchAlerts(one, { labels: { area: "sales" } }));
    const found = await check({ config, patches: unmatchedPatches({ ...config, patches }) });
    return found.map(({ message, fix }) => `${message} ${fix}`);
  };

  it("is an error at the place of the patch", async () => {
    const patches = [{ index: 7, selected: { alert: "Watchdog" }, namesakes: [], names: ["CpuThrottled"] }];
    expect(await check({ patches })).toMatchObject([
      { severity: "error", where: { artefact: "signalbox.config.ts", item: "patches[7]" } },
    ]);
  });

  it("corrects the value of a label", async () => {
    expect(
      await findings({ alert: "CpuThrottled" }, { alert: "ErrorBudgetBurn", labels: { sli: "availabilty" } }),
    ).toEqual([
      'patches[1] looks for ErrorBudgetBurn{sli="availabilty"}, and none has {sli="availabilty"}, so it changes nothing. Did you mean sli="availability"?',
    ]);
  });

  it("lists the labels that the alerts do have, where none is near", async () => {
    expect(
      await findings({ alert: "CpuThrottled", service: "shop", labels: { severity: "critical", team: "finance" } }),
    ).toEqual([
      'patches[0] looks for CpuThrottled{severity="critical", team="finance"} of shop, and none has {severity="critical", team="finance"}, so it changes nothing. Select by labels that its rules set: {severity="warning", team="storefront"}.',
    ]);
    const [together] = await findings({ alert: "ErrorBudgetBurn", labels: { sli: "fast", severity: "critical" } });
    expect(together).toContain("and none has all of these labels, so");
    const [many] = await findings({ alert: "ErrorBudgetBurn", labels: { sli: "prompt", severity: "critical" } });
    expect(many).toMatch(/Select by labels that its rules set: (\{.*?\}; ){6}and 3 more\.$/);
  });

  it("names the services that have the alert", async () => {
    expect(await findings({ alert: "ServiceAbsent", service: "ledger" })).toEqual([]);
    expect(await findings({ alert: "CpuThrottled", service: "ledger" })).toEqual([
      "patches[0] looks for CpuThrottled of ledger, and this service has no such alert, so it changes nothing. Remove the patch, or select what has one: shop.",
    ]);
  });

  it("names the nearest alert, or all, where none of that name is generated", async () => {
    const names = ["ServiceTargetsDown", "CpuThrottled"];
    const patches = [
      { index: 0, selected: { alert: "ServiceTargetsDwn" }, namesakes: [], names },
      { index: 1, selected: { alert: "Watchdog" }, namesakes: [], names },
    ];
    expect((await check({ patches })).map(({ fix }) => fix)).toEqual([
      "Remove the patch, or select an alert that is generated: ServiceTargetsDown.",
      "Remove the patch, or select an alert that is generated: ServiceTargetsDown, CpuThrottled.",
    ]);
  });

  it("says who leaves the alert out", async () => {
    const reasons = { ServiceHangs: "It streams.", ServiceAbsent: "It scales to zero." };
    const lean = objectives(shop, { fast: { targetRatio: 0.99 } }, { without: reasons });
    const patches = [
      patchAlerts({ alert: "ServiceHangs" }, { labels: { area: "sales" } }),
      patchAlerts({ alert: "ServiceAbsent", service: "shop" }, { labels: { area: "sales" } }),
    ];
    const without = { ...config, services: [lean, ledgerObjectives], patches };
    const found = await check({ config: without, patches: unmatchedPatches(without) });
    expect(found.map(({ message }) => message)).toEqual([
      "patches[0] looks for ServiceHangs, and no alert of this name is generated (shop: left out by `without`), so it changes nothing.",
      "patches[1] looks for ServiceAbsent of shop, and this service has no such alert (shop: left out by `without`), so it changes nothing.",
    ]);
  });

  it("is among what check looks at", async () => {
    const patches = [patchAlerts({ alert: "Watchdog" }, { labels: { area: "sales" } })];
    const loaded = { config: { ...config, patches }, file: "signalbox.config.ts", folder: ".", rawRules: [] };
    expect(await check(await checkInput(loaded))).toMatchObject([{ where: { item: "patches[0]" } }]);
  });

  it("says nothing without patches, or when nobody has looked", async () => {
    expect(await findings()).toEqual([]);
    expect(await check({})).toEqual([]);
  });
});
