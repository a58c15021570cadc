import { recordedSeries } from "@signalbox/contract";
import { findingAt, hasVariable } from "../expression/question.ts";
import { everyNode } from "../expression/walk.ts";
import type { ExpressionRule } from "../rule.ts";

const overTime: ReadonlySet<string> = new Set(["rate", "irate", "increase", "delta", "deriv"]);

/** A minute and a scrape: the increase of one minute lies between a sample before it and one at its end. It cannot be longer. */
const countedMinute: string = recordedSeries.badMinute;

/**
 * The window of a rate holds too few scrapes. Below two it is always empty; below four a missed scrape empties it,
 * which is why Grafana's `$__rate_interval` is four (https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/).
 */
export const rateInterval: ExpressionRule = ({ asked, ast, config }) => {
  const scrape = config.prometheus.scrapeIntervalSeconds;
  const isCountedMinute = asked.rule?.record === countedMinute;
  return everyNode(ast).flatMap(({ node }) => {
    if (node.kind !== "call" || !overTime.has(node.function)) return [];
    const [window] = node.arguments;
    if (window?.kind !== "range" || hasVariable(asked, window.position)) return [];
    if (window.rangeSeconds >= 4 * scrape || (isCountedMinute && window.rangeSeconds >= 60 + scrape)) return [];
    const tooShort = window.rangeSeconds < 2 * scrape;
    const message = `A window of ${window.rangeSeconds} s holds ${tooShort ? "less than two scrapes" : "fewer than four scrapes"}; one happens every ${scrape} s.`;
    const fix = asked.where.artefact.startsWith("dashboards/")
      ? "Write [$__rate_interval]."
      : `Write at least [${4 * scrape}s].`;
    return [findingAt(asked, window.position, "rate-interval", tooShort ? "error" : "warning", message, fix)];
  });
};
