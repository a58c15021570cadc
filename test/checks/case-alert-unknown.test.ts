import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("case-alert-unknown", () => {
  const findings = findingsOf("case-alert-unknown");

  it("is an error at the place of the case, with the alert that was meant", async () => {
    const unknown = {
      path: "cases[3].alert",
      rule: "there is no such alert in own.rules.yaml",
      received: '"TillQuit"',
      correction: "TillQuiet",
    };
    expect(await findings({ unknownAlerts: [unknown] })).toMatchObject([
      {
        severity: "error",
        where: { artefact: "signalbox.config.ts", item: "cases[3].alert" },
        message: 'cases[3].alert is "TillQuit": there is no such alert in own.rules.yaml, so the case proves nothing.',
        fix: "Write TillQuiet.",
      },
    ]);
  });
});
