import type { Config } from "../../config/index.ts";
import { runbookPage } from "../runbooks/page.ts";
import { platformRules, platformRunbooks } from "./platform-rules.ts";

/** The runbook pages of the alerts about Prometheus itself, by file name; none where there are no such alerts. */
export function platformPages(config: Config): Readonly<Record<string, string>> {
  if (platformRules(config) === undefined) return {};
  return Object.fromEntries(
    platformRunbooks.map((runbook) => [`${runbook.alert}.md`, runbookPage(runbook, [], config)]),
  );
}
