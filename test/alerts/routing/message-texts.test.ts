import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { alertmanagerFile } from "../../../alerts/index.ts";
import { realTool } from "../../support/real-tools.ts";
import { wholeFile } from "./routed-configs.ts";

const amtool = realTool("amtool");

const links = {
  dashboard_url: "https://grafana.example.com/d/shop",
  panel_url: "https://grafana.example.com/d/shop?viewPanel=3",
  runbook_url: "https://runbooks.example.com/ErrorBudgetBurn",
};

describe.skipIf(amtool === undefined)("a Slack message, as Alertmanager's templates write it", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-message-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function message(status: "firing" | "resolved", annotations: Readonly<Record<string, string>>) {
    const slack = alertmanagerFile(wholeFile).receivers.find((receiver) => "slack_configs" in receiver);
    const blocks = (slack?.["slack_configs"] ?? []) as readonly { readonly text: string }[];
    writeFileSync(join(folder, "none.tmpl"), "");
    const alerts = [{ status, labels: {}, annotations: { summary: "The shop fails", ...annotations } }];
    writeFileSync(join(folder, "data.json"), JSON.stringify({ status, alerts }));
    const given = ["--template.glob", join(folder, "none.tmpl"), "--template.data", join(folder, "data.json")];
    const text = ["--template.text", blocks[0]?.text ?? ""];
    const { stdout } = await promisify(execFile)(amtool ?? "", ["template", "render", ...given, ...text]);
    return stdout.trim();
  }

  it("links the panel first, and the runbook", async () => {
    expect(await message("firing", links)).toBe(
      `- The shop fails <${links.panel_url}|panel> <${links.runbook_url}|runbook>`,
    );
  });

  it("links the board where the alert has no panel", async () => {
    const { panel_url: _, ...others } = links;
    expect(await message("firing", others)).toBe(
      `- The shop fails <${links.dashboard_url}|board> <${links.runbook_url}|runbook>`,
    );
  });

  it("says what is over, and has no empty links", async () => {
    expect(await message("resolved", {})).toBe("- over: The shop fails");
  });
});
