import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BacktestOptions, backtest, Failure, type Outcome, sourceLimits } from "../../cli/index.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import {
  type AskedQuestion,
  constantAnswer,
  type FakeAnswer,
  type FakePrometheus,
  fakePrometheus,
  ok,
} from "./support/fake-prometheus.ts";
import { ranHere } from "./support/in-process.ts";
import { project, smallConfig } from "./support/project.ts";

const until = Date.UTC(2026, 4, 6, 12);
const files = { "signalbox.config.ts": smallConfig };

/** Two requests a second, of which a twentieth fails: two and a half times what the objective allows. */
function burning({ query, ...span }: AskedQuestion): FakeAnswer {
  const labels = { namespace: "stores", job: "till" };
  if (query.includes("absent(")) return ok([]);
  if (/sli_bad_events_total.*\/.*sli_events_total/s.test(query)) return constantAnswer(span, 0.05, labels);
  if (query.includes("sli_bad_events_total")) return constantAnswer(span, 0.1, labels);
  if (query.includes("sli_events_total")) return constantAnswer(span, 2, labels);
  return ok([]);
}

function run(
  { fetch }: Pick<FakePrometheus, "fetch">,
  cwd: string,
  options: Partial<BacktestOptions> = {},
  message: (line: string) => void = () => {},
): Promise<Outcome> {
  const world = { cwd, env: {}, fetch, signal: new AbortController().signal, message };
  const given = { prometheus: "http://127.0.0.1:9", until, last: 6 * 3600, ...options };
  return backtest(given, world, { ...sourceLimits, retries: 0 });
}

describe.skipIf(!engineIsBuilt)("backtest", () => {
  const whole = fakePrometheus(burning);
  let ended: Promise<Outcome> | undefined;
  const reported = (): Promise<Outcome> => {
    ended ??= run(whole, project(files));
    return ended;
  };

  it("reports the tickets and the objective that was missed, in at most 80 columns", async () => {
    const { exitCode, text } = await reported();
    expect(exitCode).toBe(0);
    const lines = text.split("\n");
    expect(lines[0]).toBe("till: 2026-05-06 06:00 to 2026-05-06 12:00 UTC, from http://127.0.0.1:9");
    expect(lines).toContain("  All the time: ticket ErrorBudgetBurn answers");
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}till answers +98 % +43320 +95 % +250 %$/));
    expect(lines).toContain("  till answers was missed: 95 % would have been kept in this history.");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it("gives the same as data", async () => {
    expect((await reported()).document).toMatchObject({
      server: "http://127.0.0.1:9",
      from: "2026-05-06T06:00:00Z",
      until: "2026-05-06T12:00:00Z",
      lasting: [{ alert: "ErrorBudgetBurn", urgency: "ticket", until: null }],
      objectives: [{ indicator: "answers", verdict: "neverMet", reachableTargetRatio: 0.95, isPartial: true }],
    });
  });

  it("goes on with the answers of a folder, and asks only what is not there", async () => {
    const cwd = project(files);
    const first = fakePrometheus((question, count) => (count > 9 ? { status: 500, body: "full" } : burning(question)));
    await expect(run(first, cwd, { resumeFrom: "answers" })).rejects.toThrow("does not answer (500: full)");
    expect(readdirSync(join(cwd, "answers"))).toHaveLength(9);
    const second = fakePrometheus(burning);
    expect((await run(second, cwd, { resumeFrom: "answers" })).text).toBe((await reported()).text);
    expect(second.asked.length).toBe(whole.asked.length - 9);
  });

  it("says that a server has nothing of the service", async () => {
    const error = await run(
      fakePrometheus(() => ok([])),
      project(files),
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining("has no events of till between") });
  });

  it("puts other rules beside, by time", async () => {
    const cwd = project(files);
    writeFileSync(
      join(cwd, "old.rules.yaml"),
      "groups: [{ name: old, rules: [{ alert: TillFails, expr: 'sum(rate(sli_bad_events_total[5m])) > 0', labels: { severity: warning } }] }]\n",
    );
    const { text } = await run(fakePrometheus(burning), cwd, { against: "old.rules.yaml" });
    expect(text).toContain("  All the time, of old.rules.yaml: ticket TillFails");
  });

  it.each([
    [
      "read each other",
      '{ record: "a:b", expr: "c:d + 1" }, { record: "c:d", expr: "a:b or sum(up)" }, { alert: A, expr: "a:b > 0" }',
      "a:b reads c:d reads a:b: a rule of such a circle sees what the one that it reads recorded a minute ago, so every rule is evaluated minute by minute, which takes much longer.",
    ],
    [
      "read themselves",
      '{ record: "a:b", expr: "a:b or sum(up)" }, { alert: A, expr: "a:b > 0 unless ALERTS{alertname=\'A\'}" }',
      "a:b reads a:b; A reads A: a rule of such a circle sees",
    ],
    [
      "read what a later one records",
      '{ alert: A, expr: "c:d > 0 unless ALERTS{alertname=\'B\'}" }, { record: "c:d", expr: "sum(up)" }',
      '"A" reads what "c:d" writes after it, so every rule is evaluated minute by minute',
    ],
  ])("says why other rules that %s take long, before they do", async (_, rules, why) => {
    const cwd = project(files);
    writeFileSync(join(cwd, "slow.yaml"), `groups: [{ name: slow, rules: [${rules}] }]\n`);
    const said: string[] = [];
    const { exitCode } = await run(fakePrometheus(burning), cwd, { against: "slow.yaml" }, (line) => said.push(line));
    expect({ exitCode, said }).toEqual({
      exitCode: 0,
      said: [expect.stringContaining(`In the other rules ${why}`)],
    });
  });

  it.each([
    ["no-such.yaml", undefined, "--against no-such.yaml cannot be read"],
    [
      "bad.yaml",
      "groups:\n- name: x\n  rules:\n  - alert: A\n    expr: sum(\n",
      "is no rule file that Prometheus would load",
    ],
  ])("refuses %s", async (against, content, message) => {
    const cwd = project(files);
    if (content !== undefined) writeFileSync(join(cwd, against), content);
    const error = await run(fakePrometheus(burning), cwd, { against }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });
});

const nobody = `http://127.0.0.1:${await freePort()}`;

describe.skipIf(!engineIsBuilt)("backtest on the command line", () => {
  it.each([
    [[], 2, "required option '--prometheus <url>' not specified"],
    [["--prometheus", nobody, "--last", "28"], 2, "It is a duration with its unit"],
    [["--prometheus", nobody, "--last", "10m"], 2, "--last is 1h to 400d"],
    [["--prometheus", nobody, "--until", "yesterday"], 2, "It is a time such as 2026-11-21T16:00:00Z"],
    [["--prometheus", nobody, "--against-recorded"], 2, "--against-recorded needs --against"],
    [["--prometheus", nobody, "--last", "1h"], 5, "could not be reached"],
    [["--prometheus", nobody, "--token-file", "nowhere"], 3, "The token file nowhere cannot be read"],
  ] as const)("for %j ends with %d", async (args, exitCode, message) => {
    const ended = await ranHere(["backtest", ...args], project(files));
    expect(ended.stderr).toContain(message);
    expect(ended).toMatchObject({ exitCode, stdout: "" });
  });
});
