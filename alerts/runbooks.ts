import { boardUid, serviceBoard } from "@signalbox/contract";
import { type Config, receiverTitle, type ServiceObjectives } from "../config/index.ts";
import { boardUrl } from "./alert.ts";
import { errorBudgetBurnRunbook } from "./error-budget-burn.ts";
import { indicatorRouteUnmatchedRunbook } from "./indicator-route-unmatched.ts";
import { receiverOf } from "./receivers.ts";
import { type AlertingRule, isAlert } from "./rule-file.ts";
import type { Runbook } from "./runbook.ts";
import { serviceAbsentRunbook } from "./service-absent.ts";
import { serviceRules } from "./service-rules.ts";
import { serviceTargetsDownRunbook } from "./service-targets-down.ts";

const pages: readonly Runbook[] = [
  errorBudgetBurnRunbook,
  serviceTargetsDownRunbook,
  serviceAbsentRunbook,
  indicatorRouteUnmatchedRunbook,
];

/** One page in Markdown for each alert that some service of the config has, by file name: `<alert>.md`. */
export function runbooks(config: Config): Readonly<Record<string, string>> {
  const used = config.services.map((objectives) => ({ objectives, rules: alertsOf(objectives, config) }));
  return Object.fromEntries(
    pages.flatMap((page) => {
      const services = used
        .map(({ objectives, rules }) => ({ objectives, rules: rules.filter(({ alert }) => alert === page.alert) }))
        .filter(({ rules }) => rules.length > 0);
      if (services.length === 0) return [];
      const rows = services.map(({ objectives, rules }) => serviceRow(objectives, rules, config));
      return [[`${page.alert}.md`, markdown(page, rows)]];
    }),
  );
}

function alertsOf(objectives: ServiceObjectives, config: Config): readonly AlertingRule[] {
  return serviceRules(objectives, config).groups.flatMap(({ rules }) => rules.filter(isAlert));
}

function serviceRow({ service }: ServiceObjectives, rules: readonly AlertingRule[], config: Config): string {
  const uid = boardUid(service.name, serviceBoard);
  const url = boardUrl(service, { ...config, identity: ["job"] }, () => "");
  const told = new Set(
    rules.flatMap(({ labels }) => {
      const receiver = receiverOf(config, labels);
      return receiver === undefined ? [] : [`${labels["severity"]}: ${receiverTitle(receiver)}`];
    }),
  );
  return `| ${service.name} | ${service.team} | ${url === undefined ? uid : `[${uid}](${url})`} | ${[...told].join("; ")} |`;
}

function markdown(page: Runbook, rows: readonly string[]): string {
  const list = (items: readonly string[]): string => items.map((item, index) => `${index + 1}. ${item}`).join("\n");
  return [
    `# ${page.alert}`,
    page.meaning,
    "## Where to look",
    list(page.look),
    "## What helps",
    list(page.act),
    "## When it ends",
    page.ends,
    "## Services",
    ["| service | team | board | who is told |", "|---|---|---|---|", ...rows].join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}
