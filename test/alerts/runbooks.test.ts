import { describe, expect, it } from "vitest";
import { alertPlots, isAlert, runbookQueries, runbooks, serviceRules } from "../../alerts/index.ts";
import { type Config, defineConfig } from "../../config/index.ts";
import { serviceBoard } from "../../dashboards/index.ts";
import { config, ledgerObjectives } from "../services.ts";
import { mailroomObjectives } from "./symptoms/mailroom.ts";

const pages = runbooks(config);
const burn = pages["ErrorBudgetBurn.md"] ?? "";
const annotations = config.services.flatMap((service) =>
  serviceRules(service, config).groups.flatMap(({ rules }) => rules.filter(isAlert)),
);

/** The page without code blocks, links and addresses, which cannot be wrapped. */
function prose(page: string): readonly string[] {
  return page
    .replaceAll(/^```[\s\S]*?^```/gm, "")
    .split("\n")
    .filter((line) => !line.includes("]("));
}

describe("runbooks", () => {
  it("exist for every alert that a service has, and for no other", () => {
    const names = new Set(annotations.map(({ alert }) => `${alert}.md`));
    expect(new Set(Object.keys(pages))).toEqual(names);
    const foreign = { ...config, services: [ledgerObjectives] };
    expect(Object.keys(runbooks(foreign))).not.toContain("IndicatorRouteUnmatched.md");
  });

  it.each(Object.entries(pages))("%s answers what a paged person asks, in order", (_, page) => {
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      "How to confirm it",
      "Usual causes",
      "First actions",
      "How to silence it",
      "When it ends by itself",
      "Who is told",
    ]);
    expect(prose(page).filter((line) => line.length > 80)).toEqual([]);
  });

  it("ask each service for its own series, in all places where its alert is", () => {
    for (const { service, expression } of runbookQueries(config)) {
      expect(expression).toMatch(new RegExp(`job="${service}"|metric="`));
      expect(burn).toContain("### ledger\n");
    }
  });

  it("show the value that an alert compares, and say from where on it holds", () => {
    expect(pages["ServiceTargetsDown.md"]).toContain(
      [
        "The page holds at 0, for 2m:",
        "",
        "```promql",
        'sum by (namespace, job) (up{namespace="live-services",job="shop"})',
        "```",
      ].join("\n"),
    );
  });

  it("link the board and the panels, which are there", () => {
    const ids = config.services.flatMap((objectives) =>
      serviceBoard(objectives, config, alertPlots(objectives, config)).panels.map(({ id }) => id),
    );
    const links = Object.values(pages).flatMap((page) =>
      [...page.matchAll(/viewPanel=(\d+)/g)].map(([, id]) => Number(id)),
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    expect(burn).toContain("[the board](https://grafana.example.com/d/ledger-service)");
  });

  it("name who is told", () => {
    expect(burn.split("## Who is told")[1]?.replaceAll(/\s+/g, " ")).toContain(
      "- ledger, team finance: critical: PagerDuty (Secret pagerduty-finance); warning: Slack #finance",
    );
  });

  it("silence one objective in one place for two hours by a command, and name the others", () => {
    expect(burn).toContain(
      [
        'amtool silence add --alertmanager.url="$ALERTMANAGER_URL" \\',
        '  --duration=2h --author="$USER" --comment="why, and what ends it" \\',
        "  alertname=ErrorBudgetBurn namespace=live-services job=shop sli=availability\n",
      ].join("\n"),
    );
    const others = ["fast", "checkout", "payments"].map((sli) => `namespace=live-services job=shop sli=${sli}`);
    const elsewhere = ["availability", "fast", "checkout", "payments"].map(
      (sli) => `namespace=rehearsal job=shop sli=${sli}`,
    );
    expect(burn).toContain(
      [...others, ...elsewhere].map((labels) => `  alertname=ErrorBudgetBurn ${labels}\n`).join(""),
    );
    expect(burn).not.toContain("/#/silences/");
  });

  it.each([
    ["BusinessStopped", "metric=mailroom_letters_sent_total"],
    ["WorkOverdue", "work=digest"],
    ["WorkFailing", "work=letters"],
    ["DependencyFailing", "dependency=carrier"],
    ["IndicatorRouteUnmatched", "sli=labels"],
  ])("silence of %s only what one alert is about", (alert, label) => {
    const told = runbooks({ ...config, services: [mailroomObjectives] })[`${alert}.md`] ?? "";
    expect(told).toContain(`  alertname=${alert} namespace=live-services job=mailroom ${label}\n`);
    const silenced = told.split("\n").filter((line) => line.startsWith("  alertname="));
    expect(silenced.filter((line) => !/ (metric|work|dependency|sli)=/.test(line))).toEqual([]);
  });

  it("write a placeholder where a service has too many objectives to list", () => {
    const environments = ["a", "b", "c", "d"].map((name) => ({ name, namespace: name, pages: true }));
    const many = runbooks({ ...config, environments })["ErrorBudgetBurn.md"] ?? "";
    expect(many).toContain(`  alertname=ErrorBudgetBurn namespace=a job=shop 'sli="<sli>"'\n`);
    expect(many).toContain("Write the alert's own value in the place of `<sli>`.");
    expect(many).toContain("  alertname=ErrorBudgetBurn namespace=d job=ledger sli=prompt\n");
  });

  it("silence through the Alertmanager that the config knows, and by its form", () => {
    const known: Config = { ...config, alertmanagerUrl: "https://alertmanager.example.com" };
    const told = runbooks(known)["ErrorBudgetBurn.md"] ?? "";
    expect(told).toContain('amtool silence add --alertmanager.url="https://alertmanager.example.com" ');
    const filter = encodeURIComponent(
      '{alertname="ErrorBudgetBurn", namespace="rehearsal", job="ledger", sli="prompt"}',
    );
    expect(told).toContain(
      `- [rehearsal ledger prompt](https://alertmanager.example.com/#/silences/new?filter=${filter})`,
    );
  });

  it("name the pod and the namespace in commands, and leave the namespace open where it may be another", () => {
    const text = (page: string | undefined) => (page ?? "").replaceAll(/\s+/g, " ");
    const alone = runbooks({ ...config, environments: config.environments.slice(0, 1) });
    expect(text(alone["ServiceTargetsDownPartly.md"])).toContain("`kubectl get pods -n live-services`");
    expect(text(pages["ServiceTargetsDownPartly.md"])).toContain("`kubectl get pods -n <namespace>`");
    expect(text(pages["ServiceRestarting.md"])).toContain("`kubectl logs --previous <pod> -n <namespace>`");
    const without: Config = { ...config, identity: ["job"] };
    expect(text(runbooks(without)["ServiceTargetsDownPartly.md"])).toContain("`kubectl get pods`");
  });

  it("warn that a silenced alert still holds others back", () => {
    for (const page of Object.values(pages)) expect(page).toMatch(/held\s+back\s+while\s+it\s+is\s+silenced/);
  });

  it("show no query in their steps that somebody has to complete", () => {
    expect(Object.values(pages).join("")).not.toContain('"<');
  });

  it("have no links where the config has no Grafana", () => {
    const bare: Config = { ...config, grafana: { url: undefined, folder: "Services" } };
    expect(Object.values(runbooks(bare)).join("")).not.toContain("](");
  });
});

describe("the links of alerts", () => {
  it("lead to pages that are written", () => {
    const links = annotations.map(({ annotations: texts }) => texts["runbook_url"]?.split("/").at(-1) ?? "none");
    expect(links.filter((link) => !Object.hasOwn(pages, link))).toEqual([]);
  });

  it("lead to the panel that plots what a burn alert compares, in the alert's place and time", () => {
    const page = annotations.find(
      ({ alert, labels }) => alert === "ErrorBudgetBurn" && labels["severity"] === "critical",
    );
    const url = page?.annotations["panel_url"] ?? "";
    expect(url).toMatch(
      /^https:\/\/grafana\.example\.com\/d\/shop-service\?var-namespace=\{\{ \$labels\.namespace \}\}&from=now-6h&to=now&viewPanel=\d+$/,
    );
    const [shop] = config.services;
    if (shop === undefined) throw new Error("the config has no service");
    const panel = serviceBoard(shop, config, alertPlots(shop, config)).panels.find(({ id }) => url.endsWith(`=${id}`));
    expect(panel?.title).toBe(`Burn alerts: ${page?.labels["sli"]}`);
    expect(panel?.fieldConfig?.defaults.thresholds?.steps.at(-1)?.value).toBe(1);
    const [compared = ""] = /sli:error_ratio:rate1h\{[^}]*\} > ([\d.]+)/.exec(page?.expr ?? "")?.slice(1) ?? [];
    expect(panel?.targets?.[0]?.expr).toBe(
      `sli:error_ratio:rate1h{namespace=~"$namespace",job="shop",sli="${page?.labels["sli"]}"} / ${compared}`,
    );
  });

  it("are refused at the door when they are no addresses", () => {
    const { $signalbox: _, ...plain } = config;
    const wrong = () =>
      defineConfig({
        ...plain,
        environments: { live: { namespace: "a" } },
        alertmanagerUrl: "alertmanager:9093",
      } as never);
    expect(wrong).toThrow(/alertmanagerUrl: an http or https address is needed/);
  });
});
