import type { Backtest, BacktestAlert, ObjectiveHistory } from "../../simulation/index.ts";
import { alertName } from "./alert-name.ts";
import { columns, wrapped } from "./columns.ts";
import { durationText, momentText } from "./durations.ts";
import { episodes } from "./episodes.ts";
import { oneLine } from "./one-line.ts";
import { type Styles, styles } from "./styles.ts";

/** What a backtest is called. */
export interface BacktestTitle {
  readonly services: readonly string[];
  readonly server: string;
  /** How the other rules are called; undefined when there are none. */
  readonly against: string | undefined;
  /** Identity labels that tell the places of the report apart; empty for one place. */
  readonly placeLabels: readonly string[];
}

/** A backtest for people. At most 80 columns, as far as names allow. */
export function backtestText(backtest: Backtest, title: BacktestTitle, colours: boolean): string {
  const style = styles(colours);
  const { startMillis, endMillis, problems } = backtest;
  const span = `${momentText(startMillis)} to ${momentText(endMillis)} UTC`;
  const lines = [
    style.bold(wrapped(`${title.services.join(", ")}: ${span}, from ${title.server}`)),
    ...begun(backtest),
    "",
    ...alertLines(backtest, title, style),
    "",
    ...objectiveLines(backtest.objectives, title.placeLabels, style),
    ...(problems.length === 0 ? [] : ["", ...problems.map((text) => wrapped(`Problem: ${oneLine(text)}`, "  "))]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The history of a server may begin within the span. */
function begun({ objectives, startMillis }: Backtest): readonly string[] {
  const first = Math.min(...objectives.map(({ firstMillis }) => firstMillis));
  if (!Number.isFinite(first) || first < startMillis + 3_600_000) return [];
  return [wrapped(`The server has nothing from before ${momentText(first)}.`)];
}

function alertLines(backtest: Backtest, title: BacktestTitle, style: Styles): readonly string[] {
  const { alerts, lasting, against, endMillis } = backtest;
  const named = (alert: BacktestAlert): string => oneLine(alertName(alert.alert, alert.labels, title.placeLabels));
  const emphasis = ({ urgency }: BacktestAlert) =>
    urgency === "page" ? style.red : urgency === "ticket" ? style.yellow : style.dim;
  const row = (alert: BacktestAlert): readonly string[] => [
    urgencyText(alert),
    momentText(alert.fromMillis),
    alert.untilMillis === undefined ? "goes on" : durationText(alert.untilMillis - alert.fromMillis),
    named(alert),
  ];
  const always = lasting.filter(({ urgency }) => urgency !== undefined);
  const lastingLines = always.map((alert) => wrapped(`  All the time: ${urgencyText(alert)} ${named(alert)}`, "    "));
  if (against === undefined) {
    const rows = columns(alerts.map((alert) => ["", ...row(alert)]));
    return [
      `${counted(alerts)}:`,
      ...rows.map((line, index) => {
        const alert = alerts[index];
        return alert === undefined ? line : emphasis(alert)(line);
      }),
      ...lastingLines,
    ];
  }
  const other = oneLine(title.against ?? "the other rules");
  const together = episodes(alerts, against.alerts, endMillis);
  return [
    wrapped(`These rules: ${counted(alerts)}. Those of ${other}: ${counted(against.alerts)}.`),
    ...together.flatMap(({ fromMillis, untilMillis, alerts: of }) => {
      const rows = columns(of.map((alert) => ["  ", alert.side, ...row(alert)]));
      return [
        "",
        `  ${momentText(fromMillis)} to ${momentText(untilMillis)}`,
        ...rows.map((line, index) => {
          const alert = of[index];
          return alert === undefined ? line : emphasis(alert)(line);
        }),
        ...["these", "those"]
          .filter((side) => of.every((alert) => alert.side !== side))
          .map((side) => `    ${side}  nothing`),
      ];
    }),
    ...lastingLines,
    ...against.lasting
      .filter(({ urgency }) => urgency !== undefined)
      .map((alert) => wrapped(`  All the time, of ${other}: ${urgencyText(alert)} ${named(alert)}`, "    ")),
  ];
}

function objectiveLines(
  objectives: readonly ObjectiveHistory[],
  placeLabels: readonly string[],
  style: Styles,
): readonly string[] {
  const rows = objectives.map((one) => [
    `  ${one.service} ${alertName(one.indicator, one.labels, placeLabels)}`,
    percent(one.targetRatio),
    String(one.events),
    percent(one.goodRatio),
    `${Number((one.spentRatio * 100).toPrecision(3))} %`,
  ]);
  const table = columns([["  objective", "target", "events", "good", "budget spent"], ...rows], [1, 2, 3, 4]);
  const verdicts = objectives.flatMap(
    ({ service, indicator, verdict, isPartial, windowDays, reachableTargetRatio }) => {
      if (verdict === "kept") return [];
      const what =
        verdict === "missed"
          ? "was missed for a part of the time"
          : isPartial
            ? "was missed"
            : "could not be met at any time";
      const window = isPartial ? "this history" : `every ${windowDays} days of this history`;
      return [
        style.red(
          wrapped(
            `  ${service} ${indicator} ${what}: ${percent(reachableTargetRatio)} would have been kept in ${window}.`,
            "    ",
          ),
        ),
      ];
    },
  );
  return [...table, ...verdicts];
}

function counted(alerts: readonly BacktestAlert[]): string {
  const count = (urgency: string | undefined): number => alerts.filter((alert) => alert.urgency === urgency).length;
  const others = count(undefined);
  const told = `${plural(count("page"), "page")} and ${plural(count("ticket"), "ticket")}`;
  return others === 0 ? told : `${told}, ${others} of another severity`;
}

function urgencyText({ urgency, labels }: BacktestAlert): string {
  return urgency ?? oneLine(labels["severity"] ?? "none");
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(6))} %`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
