import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { boardWith, findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("panel-without-description-or-unit", () => {
  const findings = findingsOf("panel-without-description-or-unit");

  it("says which of the two a panel lacks", async () => {
    const board = boardWith("up");
    const boards = [{ ...board, panels: [{ type: "stat", title: "Bare", description: " " }] }];
    const [finding] = await findings({ boards });
    expect(finding?.message).toBe("The panel has no description and no unit.");
    expect(finding?.where.item).toBe("Bare");
  });

  it("looks into collapsed rows, and asks nothing of rows and texts", async () => {
    const inside = { type: "stat", title: "Inside", description: "It is described." };
    const boards = [
      { ...boardWith("up"), panels: [{ type: "row", title: "Row", panels: [inside] }, { type: "text" }] },
    ];
    expect((await findings({ boards })).map(({ where }) => where.item)).toEqual(["Inside"]);
  });
});
