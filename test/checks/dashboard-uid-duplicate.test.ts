import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { boardWith, findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("dashboard-uid-duplicate", () => {
  const findings = findingsOf("dashboard-uid-duplicate");
  const board = boardWith("up");

  it("finds two boards with one uid, whatever its case", async () => {
    const [finding] = await findings({ boards: [board, { ...board, uid: "SHOP-own", title: "Other" }] });
    expect(finding?.message).toBe("The boards Own and Other have the same uid SHOP-own.");
  });

  it("finds two boards with one title", async () => {
    const [finding] = await findings({ boards: [board, { ...board, uid: "second" }] });
    expect(finding?.message).toContain("the same title");
  });

  it("accepts boards that differ in both", async () => {
    expect(await findings({ boards: [board, { ...board, uid: "second", title: "Other" }] })).toEqual([]);
  });
});
