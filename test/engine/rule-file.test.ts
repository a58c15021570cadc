import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

describe.skipIf(!engineIsBuilt)("checking a rule file", () => {
  const engine = withEngine();

  test("a sound file has no problems", async () => {
    expect(await engine().checkRuleFile(`groups: [{name: g, rules: [{record: "a:b", expr: up}]}]`)).toEqual([]);
  });

  test("every problem comes at once, each with its place", async () => {
    const yaml = `groups:
  - name: first
    rules:
      - record: a:b
        expr: sum(up
      - alert: Late
        expr: up == 0
        annotations: { summary: "{{ $labels.job" }
  - { name: second, rules: [expr: up] }
  - { name: first, rules: [] }
`;
    expect(await engine().checkRuleFile(yaml)).toEqual([
      {
        line: 5,
        column: 15,
        group: "first",
        rule: 1,
        ruleName: "a:b",
        message: "could not parse expression: 1:7: parse error: unclosed left parenthesis",
      },
      {
        line: 6,
        column: 9,
        group: "first",
        rule: 2,
        ruleName: "Late",
        message: `annotation "summary": template: __alert_Late:1: unclosed action`,
      },
      { line: 9, column: 29, group: "second", rule: 1, message: "one of 'record' or 'alert' must be set" },
      { line: 10, column: 5, message: `groupname: "first" is repeated in the same file` },
    ]);
  });

  test("an unknown field has its line", async () => {
    const problems = await engine().checkRuleFile("groups:\n  - name: g\n    rule: []\n");
    expect(problems).toEqual([{ line: 3, message: expect.stringContaining("field rule not found") }]);
  });

  test("loading an invalid file rejects with all its problems", async () => {
    await expect(engine().rules("groups: [{name: g, rules: [{record: r, expr: '1 +'}]}]")).rejects.toMatchObject({
      name: "RulesInvalid",
      problems: [{ ruleName: "r", line: 1 }],
    });
  });
});
