import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { signalbox } from "./support/command-line.ts";
import { ranHere } from "./support/in-process.ts";
import { project, smallConfig } from "./support/project.ts";

const files = { "signalbox.config.ts": smallConfig };

describe.skipIf(!engineIsBuilt)("simulate", () => {
  it("prints a timeline of at most 80 columns, without colours where nobody sees them", async () => {
    const args = ["simulate", "--errors", "60%", "--for", "90m", "--at-traffic", "300/m"];
    const ended = await signalbox(args, { cwd: project(files) });
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    const lines = ended.stdout.split("\n");
    expect(lines[0]).toBe("till in shopfloor: 60 % of all requests fail for 90 minutes");
    expect(lines).toContainEqual(expect.stringMatching(/^ +0 {2}the incident begins$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ +\d+ {2}ticket ErrorBudgetBurn answers fires$/));
    expect(lines).toContainEqual(expect.stringMatching(/told: Slack #till: ticket ErrorBudgetBurn answers$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}answers +98 % +7d +16200 +[\d.]+ % +54 of 201.6$/));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(ended.stdout).not.toContain("\u001b");
  });

  it("gives the same as data, in minutes from the beginning of the incident", async () => {
    const args = ["simulate", "--errors", "0.6", "--for", "90m", "--json"];
    const ended = await ranHere(args, project(files));
    expect(JSON.parse(ended.stdout)).toMatchObject({
      format: "signalbox.simulate/1",
      exitCode: 0,
      service: "till",
      environment: "shopfloor",
      incident: { fault: { kind: "errors", errorRatio: 0.6 }, durationMinutes: 90 },
      traffic: { requestsPerSecond: 5, shape: "constant" },
      alerts: [expect.objectContaining({ alert: "ErrorBudgetBurn", urgency: "ticket" })],
      notifications: [
        expect.objectContaining({ receiver: "Slack #till", status: "firing" }),
        expect.objectContaining({ receiver: "Slack #till", status: "resolved" }),
      ],
      budgets: [{ indicator: "answers", targetRatio: 0.98, badEvents: 16200 }],
    });
  });

  it("says what burns before what a patch calls it", async () => {
    const patch = 'patchAlerts({ alert: "ErrorBudgetBurn" }, { labels: { area: "sales" } })';
    const patched = smallConfig
      .replace("objectives, slack", "objectives, patchAlerts, slack")
      .replace("environments:", `patches: [${patch}],\n  environments:`);
    const ended = await ranHere(
      ["simulate", "--errors", "60%", "--for", "90m"],
      project({ "signalbox.config.ts": patched }),
    );
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ended.stdout).toContain("ticket ErrorBudgetBurn answers area=sales fires");
  });
});

describe("simulate, wrongly asked", () => {
  it.each([
    [["--for", "20m"], "What goes wrong? Give --errors 2%, --slow 800ms or --hang."],
    [["--errors", "2"], "It is a share, above 0 and at most 100%: 2% or 0.02."],
    [["--errors", "2%"], "required option '--for <duration>' not specified"],
    [["--errors", "2%", "--for", "20"], "It is a duration with its unit: 20m, 1h30m or 800ms."],
    [["--errors", "2%", "--for", "8d"], "--for is 1m to 7d"],
    [["--errors", "0%", "--for", "20m"], "It is a share, above 0 and at most 100%: 2% or 0.02."],
    [["--errors", "2%", "--for", "0s"], "It is a duration above 0: 20m, 1h30m or 800ms."],
    [["--errors", "2%", "--for", "0"], "It is a duration above 0: 20m, 1h30m or 800ms."],
    [["--errors", "2%", "--for", "90s"], "--for is 1m to 7d, in whole minutes"],
    [["--slow", "45s", "--for", "20m"], "what nobody waits for is --hang"],
    [["--hang", "--errors", "2%", "--for", "5m"], "--hang goes alone"],
    [["--hang", "--slow", "800ms", "--for", "5m"], "--hang goes alone"],
    [
      ["--errors", "2%", "--for", "5m", "--service", "tills"],
      "--service tills is not in the config; did you mean till?",
    ],
    [["--errors", "2%", "--for", "5m", "--environment", "shopflor"], "did you mean shopfloor?"],
    [["--errors", "2%", "--for", "5m", "--indicator", "answer"], "did you mean answers?"],
    [["--errors", "2%", "--for", "5m", "--route", "orders"], "--route is a path with or without a method"],
    [["--errors", "2%", "--for", "5m", "--at-traffic", "fast"], "It is a number of requests per second above 0"],
    [["--errors", "2%", "--for", "5m", "--hour", "24"], "It is an hour of the day, 0 to 23."],
  ])("says 2 for %j", async (args, message) => {
    const ended = await ranHere(["simulate", ...args], project(files));
    expect(ended.stderr).toContain(message);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
  });
});
