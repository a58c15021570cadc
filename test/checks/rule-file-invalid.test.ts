import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, ruleFile } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("rule-file-invalid", () => {
  const findings = findingsOf("rule-file-invalid");

  it("says why Prometheus would not load a file, with the line", async () => {
    const text = "groups:\n  - name: own\n    rules:\n      - alert: A\n        expr: up == 0\n        until: 5m\n";
    const [finding] = await findings({
      ruleFiles: [{ path: "rules/own.rules.yaml", generated: false, text, groups: [] }],
    });
    expect(finding?.message).toContain("field until not found");
    expect(finding?.where).toMatchObject({ artefact: "rules/own.rules.yaml", line: 6 });
  });

  it("says everything once, at its line, that Prometheus lists for each of two structures", async () => {
    const text =
      "groups:\n  - hello\n  - name: own\n    rules:\n      - alert: A\n        expr: up == 0\n        until: 5m\n";
    const found = await findings({
      ruleFiles: [{ path: "rules/own.rules.yaml", generated: false, text, groups: [] }],
    });
    expect(found.map(({ message, where }) => [where.line, message])).toEqual([
      [2, expect.stringContaining("cannot unmarshal !!str `hello`")],
      [7, expect.stringContaining("field until not found")],
    ]);
  });

  it.each([
    ["for", "5 minutes", "Write for: 5m."],
    ["for", "1 hour and 30 mins", "Write for: 1h30m."],
    ["interval", "soon", "Write a whole number with its unit (ms, s, m, h, d, w or y), such as interval: 5m."],
    ["keep_firing_for", "5M", "Write keep_firing_for: 5m."],
    ["query_offset", "30", "Write a whole number with its unit (ms, s, m, h, d, w or y), such as query_offset: 5m."],
    ["for", "1.5h", "Write a whole number with its unit (ms, s, m, h, d, w or y), such as for: 5m."],
    ["for", "5m1h", "Write a whole number with its unit (ms, s, m, h, d, w or y), such as for: 5m."],
  ] as const)(
    "says at its line that Prometheus cannot read %s: %s, once, with the correction",
    async (field, text, fix) => {
      const inRule = field === "for" || field === "keep_firing_for";
      const groups = [
        {
          name: "own",
          ...(inRule ? {} : { [field]: text }),
          rules: [{ alert: "A", expr: "up == 0", ...(inRule ? { [field]: text } : {}) }],
        },
      ];
      const found = await findings({
        ruleFiles: [
          {
            ...ruleFile([]),
            text: JSON.stringify({ groups }),
            groups,
            durations: [{ item: "own / A", line: 6, field, text }],
          },
        ],
      });
      expect(found).toMatchObject([
        {
          where: { item: "own / A", line: 6 },
          message: expect.stringContaining(`${JSON.stringify(text)} of ${field}`),
          fix,
        },
      ]);
    },
  );

  it.each(["0", "5m", "1h30m", "1y2w3d4h5m6s7ms"])(
    "leaves the duration %s to Prometheus, which reads it",
    async (text) => {
      const groups = [{ name: "own", rules: [{ alert: "A", expr: "up == 0", for: text }] }];
      const durations = [{ item: "own / A", line: 6, field: "for" as const, text }];
      expect(
        await findings({ ruleFiles: [{ ...ruleFile([]), text: JSON.stringify({ groups }), groups, durations }] }),
      ).toEqual([]);
    },
  );

  it("accepts a file that Prometheus loads", async () => {
    expect(await findings({ ruleFiles: [ruleFile([{ alert: "A", expr: "up == 0" }])] })).toEqual([]);
  });
});
