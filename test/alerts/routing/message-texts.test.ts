import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { alertmanagerFile } from "../../../alerts/index.ts";
import { slack } from "../../../config/index.ts";
import { realTool } from "../../support/real-tools.ts";
import { wholeFile } from "./routed-configs.ts";

const amtool = realTool("amtool");

const links = {
  dashboard_url: "https://grafana.example.com/d/shop",
  panel_url: "https://grafana.example.com/d/shop?viewPanel=3",
  runbook_url: "https://runbooks.example.com/ErrorBudgetBurn",
};

const summary = "The shop fails";
const description = "Worst route: POST /orders.";
const runbookUrl = links.runbook_url;

interface Told {
  readonly status: "firing" | "resolved";
  readonly annotations: Readonly<Record<string, string>>;
}

/** The fixture's file, with pages through Slack for one team. */
const file = alertmanagerFile({
  ...wholeFile,
  teams: {
    ...wholeFile.teams,
    storefront: {
      page: slack({ channel: "#night", urlFrom: { secret: "slack", key: "url" } }),
      ticket: slack({ channel: "#day", urlFrom: { secret: "slack", key: "url" } }),
    },
  },
});

/** A field of a receiver, before Alertmanager fills it in. */
function field(receiver: string, kind: "slack_configs" | "pagerduty_configs", name: string): string {
  const found = file.receivers.find((one) => one.name === receiver);
  const [block] = (found?.[kind] ?? []) as readonly Readonly<Record<string, string>>[];
  return block?.[name] ?? "";
}

describe.skipIf(amtool === undefined)("a message, as Alertmanager's templates write it", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-message-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function message(text: string, status: Told["status"], alerts: readonly Told[]) {
    writeFileSync(join(folder, "none.tmpl"), "");
    const data = { status, alerts: alerts.map((alert) => ({ labels: {}, ...alert })) };
    writeFileSync(join(folder, "data.json"), JSON.stringify(data));
    const given = ["--template.glob", join(folder, "none.tmpl"), "--template.data", join(folder, "data.json")];
    const { stdout } = await promisify(execFile)(amtool ?? "", [
      ...["template", "render", ...given],
      ...["--template.text", text],
    ]);
    return stdout.trim();
  }

  const ticket = (status: Told["status"], annotations: Told["annotations"]) =>
    message(field("storefront-ticket", "slack_configs", "text"), status, [
      { status, annotations: { summary, ...annotations } },
    ]);

  it("links the panel first, and the runbook", async () => {
    expect(await ticket("firing", { ...links, description })).toBe(
      `- The shop fails <${links.panel_url}|panel> <${runbookUrl}|runbook>`,
    );
  });

  it("links the board where the alert has no panel", async () => {
    const { panel_url: _, ...others } = links;
    expect(await ticket("firing", others)).toBe(
      `- The shop fails <${links.dashboard_url}|board> <${runbookUrl}|runbook>`,
    );
  });

  it("says what is over, and has no empty links", async () => {
    expect(await ticket("resolved", {})).toBe("- over: The shop fails");
  });

  it("names in a page the worst of what fires, and of what is over only that", async () => {
    const alerts = [
      { status: "resolved", annotations: { summary: "The till fails", description: "Worst pod: till-1." } },
      { status: "firing", annotations: { summary, description, runbook_url: runbookUrl } },
    ] as const;
    expect(await message(field("storefront-page", "slack_configs", "text"), "firing", alerts)).toBe(
      `- over: The till fails\n- The shop fails <${runbookUrl}|runbook>\n${description}`,
    );
  });

  describe("the headline for PagerDuty", () => {
    const over: Told = { status: "resolved", annotations: { summary: "The till fails" } };
    const fires: Told = { status: "firing", annotations: { summary } };
    const late: Told = { status: "firing", annotations: { summary: "The shop hangs" } };

    it.each([
      ["names what fires, not what is over", "firing", [over, fires], "The shop fails"],
      ["counts what fires", "firing", [over, fires, late], "The shop fails (of 2 alerts)"],
      ["names what was wrong when all of it is over", "resolved", [over, over], "The till fails (of 2 alerts)"],
    ] as const)("%s", async (_, status, alerts, expected) => {
      expect(await message(field("finance-page", "pagerduty_configs", "description"), status, alerts)).toBe(expected);
    });
  });
});
