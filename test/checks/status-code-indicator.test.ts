import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("status-code-indicator", () => {
  const findings = findingsOf("status-code-indicator");

  it("tells what it costs, once for each service that does not count its indicators", async () => {
    const found = await findings({});
    expect(found.map(({ severity, where }) => [severity, where.artefact])).toEqual([["info", "service ledger"]]);
  });
});
