import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("output-path-refused", () => {
  const findings = findingsOf("output-path-refused");

  it("is an error at the path that generate would not write", async () => {
    const path = "rules/disks.rules.yaml";
    const message = 'one is from rawRules("a/disks.rules.yaml"), one from rawRules("b/disks.rules.yaml")';
    expect(await findings({ refusedPaths: [{ path, message }] })).toMatchObject([
      { severity: "error", where: { artefact: path }, message: expect.stringContaining(message) },
    ]);
  });
});
