import { alertNames, indicatorLabel, type RatioWindow, recordedSeries } from "@signalbox/contract";
import { budgetRatio, type Objective } from "../../config/index.ts";
import { type AlertScope, alertingRule } from "../alert.ts";
import { errorBudgetBurn } from "../error-budget-burn.ts";
import { indicatorRules } from "../indicator-rules.ts";
import type { Place } from "../places.ts";
import {
  type BehaviourCase,
  type GaugeSegment,
  historyMinutes,
  type InputSeries,
  type RecordedExpectation,
} from "./behaviour-case.ts";
import { identityAt, namesakeOf } from "./case-place.ts";
import { full, idle, justWhole, type Past, windowMinutesOf, young } from "./pasts.ts";
import { type History, historyStartMinutesAgo, ratioOver } from "./told-history.ts";
import { wholeExpression, wholeNumber } from "./whole-number.ts";

/** Windows whose ratios follow from what was recorded, in minutes. */
const chainedWindows = { "2h": 120, "6h": 360, "1d": 1440, "3d": 4320 } as const satisfies Partial<
  Record<RatioWindow, number>
>;

interface HistoryStory {
  readonly sentence: string;
  /** What the first places of the service went through, one after the other. */
  readonly pasts: readonly ((objective: Objective, everyMinutes: number) => Past)[];
}

/** Minutes from one sample of a history to the next: promtool refuses a query of more than 10,000. */
function stepOf({ objectives }: AlertScope): number {
  return historyMinutes(objectives) > 45 * 1440 ? 60 : 30;
}

const stories: readonly HistoryStory[] = [
  { sentence: "weeks of history make the numbers of every long window", pasts: [full, young] },
  { sentence: "a short history says since when, and one that is just whole needs no date", pasts: [justWhole, young] },
  { sentence: "idle weeks make no ratio", pasts: [idle, full] },
];

/**
 * What the rules make of weeks of recorded 5-minute rates: the ratios of long windows, the budget and how long it lasts, and since when
 * events are counted; nothing of others, and each place for itself.
 */
export function recordedHistoryCases(scope: AlertScope): readonly BehaviourCase[] {
  const { service, objectives } = scope.objectives;
  const [first] = objectives;
  if (first === undefined) return [];
  return stories.map(({ sentence, pasts }) => ({
    name: `${service.name} ${first.indicator} ticket: ${sentence}.`,
    service: service.name,
    alert: alertNames.errorBudgetBurn,
    ruleLabels: alertingRule(errorBudgetBurn(first, "ticket", scope), scope).labels,
    behaviour: "silent",
    proves: [],
    pace: "history",
    everyMinutes: stepOf(scope),
    series: objectives.flatMap((objective) => [
      ...pasts.flatMap((past, index) =>
        pastSeries(past(objective, stepOf(scope)), objective, scope.places[index], scope),
      ),
      ...seriesOfOthers(objective, scope),
    ]),
    expectations: [],
    recorded: recordedOf(pasts, scope),
  }));
}

function pastSeries(
  { history, burnRate }: Past,
  objective: Objective,
  place: Place | undefined,
  scope: AlertScope,
): readonly InputSeries[] {
  if (place === undefined) return [];
  const labels = { ...identityAt(scope.config, place), [indicatorLabel]: objective.indicator };
  const recorded = recordedStretches(history, objective, labels, historyMinutes(scope.objectives));
  if (burnRate === undefined || objective.kind === "timeSlice") return recorded;
  return [...recorded, lastHour(burnRate, objective, labels, scope)];
}

function recordedStretches(
  history: History,
  { kind }: Objective,
  labels: Readonly<Record<string, string>>,
  end: number,
): readonly InputSeries[] {
  const series = (
    metric: string,
    numberOf: (stretch: History[number], eventsPerSecond: number) => number,
  ): InputSeries => ({
    metric,
    labels,
    kind: "gauge",
    segments: [
      { minutes: end - (history[0]?.beginsMinutesAgo ?? 0), value: undefined },
      ...history.map(
        (stretch, index): GaugeSegment => ({
          minutes: stretch.beginsMinutesAgo - (history[index + 1]?.beginsMinutesAgo ?? 0),
          value:
            stretch.eventsPerSecond === undefined
              ? undefined
              : Number(numberOf(stretch, stretch.eventsPerSecond).toPrecision(10)),
        }),
      ),
    ],
  });
  return [
    series(recordedSeries.events, (_, eventsPerSecond) => eventsPerSecond),
    series(recordedSeries.badEvents, ({ badRatio }, eventsPerSecond) => eventsPerSecond * badRatio),
    ...(kind === "timeSlice" ? [series(recordedSeries.badMinute, ({ badRatio }) => badRatio)] : []),
  ];
}

/** The ratio of the last hour, which no rule records without the counters themselves. */
function lastHour(
  burnRate: number,
  { targetRatio }: Objective,
  labels: Readonly<Record<string, string>>,
  { objectives }: AlertScope,
): InputSeries {
  return {
    metric: recordedSeries.errorRatio("1h"),
    labels,
    kind: "gauge",
    segments: [
      { minutes: historyMinutes(objectives), value: undefined },
      { minutes: 60, value: Number((burnRate * budgetRatio(targetRatio)).toPrecision(10)) },
    ],
  };
}

/** A day of a neighbour, a namesake, and another indicator, as their own rules would record it. */
function seriesOfOthers(objective: Objective, scope: AlertScope): readonly InputSeries[] {
  const [place] = scope.places;
  if (place === undefined) return [];
  const { service } = scope.objectives;
  const namesake = namesakeOf(place);
  const own = { ...identityAt(scope.config, place), [indicatorLabel]: objective.indicator };
  const others = [
    { ...own, job: `${service.name}-neighbour` },
    ...(namesake === undefined ? [] : [{ ...own, ...namesake.labels }]),
    { ...own, [indicatorLabel]: `${objective.indicator}-of-others` },
  ];
  const day: History = [{ beginsMinutesAgo: 1440, eventsPerSecond: 3, badRatio: 0.9 }];
  return others.flatMap((labels) => [
    ...recordedStretches(day, objective, labels, historyMinutes(scope.objectives)),
    lastHour(0.9, objective, labels, scope),
  ]);
}

function recordedOf(pasts: HistoryStory["pasts"], scope: AlertScope): readonly RecordedExpectation[] {
  const atMinutes = historyMinutes(scope.objectives);
  const step = stepOf(scope);
  /** One question about a record of all objectives and places; `undefined` where nothing is recorded. */
  const asked = (
    expression: string,
    numberOf: (past: Past, objective: Objective) => number | undefined,
    objectives = scope.objectives.objectives,
  ): RecordedExpectation => ({
    atMinutes,
    expression,
    samples: objectives.flatMap((objective) =>
      pasts.flatMap((past, index) => {
        const place = scope.places[index];
        const value = place === undefined ? undefined : numberOf(past(objective, step), objective);
        if (place === undefined || value === undefined || Number.isNaN(value)) return [];
        return [{ labels: { ...identityAt(scope.config, place), [indicatorLabel]: objective.indicator }, value }];
      }),
    ),
  });
  const burnOf = ({ history, burnRate }: Past, { kind, targetRatio }: Objective): number | undefined =>
    kind === "timeSlice" ? ratioOver(history, 60, step) / budgetRatio(targetRatio) : burnRate;
  const leftOf = ({ history }: Past, objective: Objective): number =>
    1 - ratioOver(history, windowMinutesOf(objective), step) / budgetRatio(objective.targetRatio);
  return [
    ...Object.entries(chainedWindows).flatMap(([window, minutes]) => {
      const record = recordedSeries.errorRatio(window as RatioWindow);
      const objectives = scope.objectives.objectives.filter((objective) =>
        indicatorRules(objective, scope).some((rule) => rule.record === record),
      );
      return objectives.length === 0
        ? []
        : [asked(wholeExpression(record), ({ history }) => wholeNumber(ratioOver(history, minutes, step)), objectives)];
    }),
    asked(wholeExpression(recordedSeries.budgetRemaining), (past, objective) => wholeNumber(leftOf(past, objective))),
    asked(wholeExpression(recordedSeries.burnRate), (past, objective) => {
      const burn = burnOf(past, objective);
      return burn === undefined ? undefined : wholeNumber(burn);
    }),
    asked(`round(${recordedSeries.timeToExhaustion})`, (past, objective) => {
      const burn = burnOf(past, objective);
      const seconds = Math.max(0, leftOf(past, objective)) * objective.windowDays * 86_400;
      return burn === undefined || burn === 0 ? undefined : Math.round(seconds / burn);
    }),
    asked(`round(${recordedSeries.historyStart})`, ({ history }, objective) => {
      const ago = historyStartMinutesAgo(history, windowMinutesOf(objective));
      return ago === undefined ? undefined : (atMinutes - ago) * 60;
    }),
  ];
}
