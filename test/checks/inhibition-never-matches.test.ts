import { describe, expect, it } from "vitest";
import type { CheckInput } from "../../checks/index.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

type Reach = NonNullable<CheckInput["routing"]>["inhibitions"][number]["reach"];

const labels = { alertname: "A" };
const works: Reach = { sources: [labels], targets: [labels], matches: true, missingLabels: [] };

describe.skipIf(!engineIsBuilt)("inhibition-never-matches", () => {
  const findings = findingsOf("inhibition-never-matches");
  const asked = (change: Partial<Reach>) => {
    const rule = { source_matchers: ['a="b"'], target_matchers: ['c="d"'], equal: ["job"] };
    const inhibitions = [{ rule, reach: { ...works, ...change } }];
    return findings({ routing: { artefact: "x", unreachable: [], misrouted: [], inhibitions, unusedReceivers: [] } });
  };

  it.each([
    [{ matches: false }, "warning", "they never have the same job"],
    [{ missingLabels: ["cluster"] }, "warning", "has the label cluster"],
    [{ sources: [] }, "info", 'No generated alert is a source {a="b"}'],
    [{ targets: [] }, "info", 'No generated alert is a target {c="d"}'],
  ])("tells of %j: %s", async (change, severity, words) => {
    expect(await asked(change)).toMatchObject([{ severity, message: expect.stringContaining(words) }]);
  });

  it.each([{}, { sources: [], targets: [], matches: false }])("accepts %j", async (change) => {
    expect(await asked(change)).toEqual([]);
  });
});
