import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("receiver-unused", () => {
  const findings = findingsOf("receiver-unused");
  const routing = { artefact: "x", unreachable: [], misrouted: [], inhibitions: [] };

  it("mentions a receiver that nothing leads to", async () => {
    expect(await findings({ routing: { ...routing, unusedReceivers: ["idle"] } })).toMatchObject([
      { severity: "info", message: "Nothing leads to the receiver idle." },
    ]);
  });

  it("says nothing when all are used, or nothing is known", async () => {
    expect(await findings({ routing: { ...routing, unusedReceivers: [] } })).toEqual([]);
    expect(await findings({})).toEqual([]);
  });
});
