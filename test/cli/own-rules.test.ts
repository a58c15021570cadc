import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { allArtefacts, checkInput, loadConfig } from "../../cli/index.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { signalbox } from "./support/command-line.ts";
import { project, smallConfig } from "./support/project.ts";

/** A project with a rule file of the team's own. */
function projectWith(ownRules: string): string {
  const config = smallConfig.replace("teams:", 'rules: [{ path: "own.rules.yaml" }],\n  teams:');
  return project({ "signalbox.config.ts": config, "own.rules.yaml": ownRules });
}

const written = `groups:
  - name: 2024-01-02
    interval: 90s
    limit: 20
    rules:
      - alert: Y
        expr: 1
        for:
        labels: &shared { version: 1.10, priority: 1, on: off, octal: 010, nothing: ~, day: 2024-01-02, big: 1e3, "quoted": "no" }
        annotations:
          summary: '{{ $labels.version }} is 0x1F'
          build: 0x1F
      - { record: "job:up:sum", expr: sum by (job) (up), labels: *shared }
`;

const bomb = `groups:
  - name: bomb
    rules: []
    a0: &a0 [x, x, x, x, x, x, x, x, x, x]
${Array.from({ length: 9 }, (_, index) => `    a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(", ")}]\n`).join("")}`;

const unreadable = [
  ["is empty", "# nothing yet\n", 1, "it has no list of groups"],
  ["is no map", "- alert: A\n", 1, "it has no list of groups"],
  ["is broken", "groups:\n  - name: own\n    rules: [\n", 4, "it is no YAML"],
  ["has two documents", "groups: []\n---\ngroups: []\n", 2, "a second document begins here"],
  [
    "stands inside of itself",
    "groups: &all\n  - name: own\n    rules: *all\n",
    3,
    "*all stands inside of what &all names",
  ],
  ["refers to itself without end", bomb, 1, "its anchors cannot be followed"],
] as const;

describe("a rule file of the team's own", () => {
  it("arrives in the chart with every text as it was written, and its numbers as numbers", async () => {
    const artefacts = await allArtefacts(await loadConfig(projectWith(written), undefined));
    const shipped = artefacts.find(({ path }) => path === "chart/files/own-rules/own-own.yaml")?.content ?? "";
    const labels = {
      version: "1.10",
      priority: "1",
      on: "off",
      octal: "010",
      nothing: "",
      day: "2024-01-02",
      big: "1e3",
      quoted: "no",
    };
    for (const version of ["1.1", "1.2"] as const) {
      expect(parse(shipped, { version })).toEqual({
        groups: [
          {
            name: "2024-01-02",
            interval: "90s",
            limit: 20,
            rules: [
              {
                alert: "Y",
                expr: "1",
                labels,
                annotations: { summary: "{{ $labels.version }} is 0x1F", build: "0x1F" },
              },
              { record: "job:up:sum", expr: "sum by (job) (up)", labels },
            ],
          },
        ],
      });
    }
  });

  it("is checked by the names and labels that Prometheus reads", async () => {
    const { ruleFiles } = await checkInput(await loadConfig(projectWith(written), undefined));
    const [group] = ruleFiles.find(({ generated }) => !generated)?.groups ?? [];
    expect(group).toMatchObject({ name: "2024-01-02", rules: [{ alert: "Y", expr: "1", line: 6 }, { line: 13 }] });
    expect(group?.rules[1]?.labels).toMatchObject({ version: "1.10", on: "off" });
  });

  it("is checked with the lines of its expressions and of its durations", async () => {
    const text = `groups:
  - name: own
    interval: soon
    query_offset: &offset 1m
    rules:
      - alert: Y
        labels: { for: ever }
        expr: |
          up
          == 0
        for: 5 minutes
        keep_firing_for: *offset
      - { record: "a:b:c", expr: up, for: }
`;
    const { ruleFiles } = await checkInput(await loadConfig(projectWith(text), undefined));
    const file = ruleFiles.find(({ generated }) => !generated);
    expect(file?.groups[0]?.rules).toMatchObject([
      { line: 6, expressionLine: 8 },
      { line: 13, expressionLine: 13 },
    ]);
    expect(file?.durations).toEqual([
      { item: "own", line: 3, field: "interval", text: "soon" },
      { item: "own", line: 4, field: "query_offset", text: "1m" },
      { item: "own / Y", line: 11, field: "for", text: "5 minutes" },
      { item: "own / Y", line: 12, field: "keep_firing_for", text: "1m" },
    ]);
  });

  it("may use one anchor as often as it likes", async () => {
    const rules = Array.from(
      { length: 300 },
      (_, index) => `      - { record: "a:b:c${index}", expr: up, labels: *own }`,
    );
    const first = "      - { record: a:b:c, expr: up, labels: &own { team: counter } }";
    const text = `groups:\n  - name: own\n    rules:\n${[first, ...rules].join("\n")}\n`;
    expect(await allArtefacts(await loadConfig(projectWith(text), undefined))).not.toEqual([]);
  });

  it.each(unreadable)("is refused with its line and exit code 2 when it %s", async (_, text, line, message) => {
    const ended = await signalbox(["generate"], { cwd: projectWith(text) });
    expect(ended.stderr).toContain(`own.rules.yaml:${line}: ${message}`);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it.skipIf(!engineIsBuilt).each(unreadable)("is found by check when it %s", async (_, text) => {
    const ended = await signalbox(["check"], { cwd: projectWith(text) });
    expect(ended.stdout).toContain("error rule-file-invalid\n  own.rules.yaml:");
    expect(ended.exitCode).toBe(1);
  });
});
