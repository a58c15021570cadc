import { receiverTitle } from "../../config/index.ts";
import { boardUrl } from "../links.ts";
import { percentage } from "../numbers.ts";
import { receiverOf } from "../receivers.ts";
import { bullets, code, wrapped } from "../runbooks/prose.ts";
import type { Incident } from "./incident.ts";
import type { FiredAlert, IncidentCost, IncidentFacts } from "./incident-facts.ts";
import { costQuestions, firedQuestion } from "./incident-questions.ts";
import { clock, moment } from "./moment.ts";
import { boardValues, panelsPart } from "./panels-part.ts";

/**
 * The beginning of a post-mortem in Markdown: what fired, what it cost, every query of the service's board with a link for
 * that time, and headings for what only people know. Times are UTC.
 * @param facts what a server knows; undefined leaves the queries in place of the answers
 */
export function incidentReport(incident: Incident, facts: IncidentFacts | undefined): string {
  const { objectives, environment, fromSeconds, toSeconds } = incident;
  const { service } = objectives;
  return [
    `# Incident of ${service.name}, ${moment(fromSeconds)} to ${sameDay(fromSeconds, toSeconds) ? clock(toSeconds) : moment(toSeconds)} UTC`,
    bullets([
      `Service: ${service.name}, team ${service.team}. ${service.description}`,
      `Environment: ${environment.name} (namespace ${environment.namespace})`,
      ...boardLine(incident),
    ]),
    "## What happened",
    wrapped("In two sentences, for somebody who was not there: what users noticed, and since when."),
    "## Timeline",
    ...(facts === undefined ? askedTimeline(incident) : timeline(facts.fired, incident)),
    "## What it cost",
    ...(facts === undefined ? askedCosts(incident) : costs(facts.costs)),
    "## Why it happened",
    wrapped("What changed, why nothing stopped it, and why it was noticed when it was."),
    "## What ended it",
    wrapped("Which action, by whom, and how it was seen that it helped."),
    "## What is done so that it does not come back",
    bullets(["Action, owner, date"]),
    ...panelsPart(incident),
  ]
    .join("\n\n")
    .concat("\n");
}

function boardLine(incident: Incident): readonly string[] {
  const { objectives, config, fromSeconds, toSeconds } = incident;
  const values = boardValues(incident);
  const url = boardUrl(objectives.service, config, (label) => values[label], {
    from: String(fromSeconds * 1000),
    to: String(toSeconds * 1000),
  });
  return url === undefined ? [] : [`Board: [for this time](${url})`];
}

function askedTimeline(incident: Incident): readonly string[] {
  return [wrapped("The alerts that fired, over this time:"), code("promql", firedQuestion(incident)), eventTable([])];
}

function timeline(fired: readonly FiredAlert[], incident: Incident): readonly string[] {
  if (fired.length === 0) {
    return [
      wrapped(
        "No alert of this service fired. If users noticed something, that is a finding of its own: which objective should have seen it?",
      ),
      eventTable([]),
    ];
  }
  const started = fired.map((alert) => ({
    seconds: alert.fromSeconds ?? incident.fromSeconds,
    text: startText(alert, incident),
  }));
  const ended = fired.flatMap((alert) =>
    alert.toSeconds === undefined ? [] : [{ seconds: alert.toSeconds, text: `${nameOf(alert, incident)} ends` }],
  );
  const still = fired.filter(({ toSeconds }) => toSeconds === undefined);
  const rows = [...started, ...ended].sort((left, right) => left.seconds - right.seconds);
  return [
    eventTable(rows.map(({ seconds, text }) => `| ${moment(seconds)} | ${text} |`)),
    ...(still.length === 0
      ? []
      : [wrapped(`Still firing at the end: ${still.map((alert) => nameOf(alert, incident)).join("; ")}.`)]),
  ];
}

function startText(alert: FiredAlert, incident: Incident): string {
  const receiver = receiverOf(incident.config, alert.labels);
  const told = receiver === undefined ? "" : `; ${receiverTitle(receiver)} is told`;
  return `${nameOf(alert, incident)} ${alert.fromSeconds === undefined ? "fires already" : "fires"}${told}`;
}

/** An alert with the labels that tell it from others of this service and place. */
function nameOf({ alert, labels }: FiredAlert, { config, objectives }: Incident): string {
  const known = [...config.identity, "severity", "team"];
  const own = Object.entries(labels)
    .filter(([label, value]) => !known.includes(label) && value !== objectives.service.name)
    .map(([, value]) => value);
  return [alert, ...own, `(${labels["severity"] ?? "no severity"})`].join(" ");
}

function eventTable(rows: readonly string[]): string {
  return ["| UTC | what happened |", "|---|---|", ...(rows.length === 0 ? ["| | |"] : rows)].join("\n");
}

function askedCosts(incident: Incident): readonly string[] {
  return costQuestions(incident).flatMap(({ objective, budgetLeft, badEvents, spentRatio, worstRatio }) => [
    wrapped(
      `${objective.indicator}, target ${percentage(objective.targetRatio)}: the budget that is left (at the begin and at the end), bad ${objective.kind === "timeSlice" ? "minutes" : "events"}, the share of the whole budget that they are, and the worst 5 minutes (all at the end):`,
    ),
    code("promql", [budgetLeft, badEvents, spentRatio, worstRatio].join("\n\n")),
  ]);
}

function costs(all: readonly IncidentCost[]): readonly string[] {
  if (all.length === 0) {
    return [
      wrapped(
        "The server has no recorded series of this service for that time: its rules were not there yet, or another server has them.",
      ),
    ];
  }
  const places = all.some(({ labels }) => Object.keys(labels).length > 0);
  const rows = all.map((cost) => {
    const place = Object.values(cost.labels).join(" ");
    const bad = cost.badEvents === undefined ? "unknown" : `${Math.round(cost.badEvents)} ${cost.counts}`;
    const cells = [
      `${cost.indicator}${places && place !== "" ? ` (${place})` : ""}`,
      percentage(cost.targetRatio),
      bad,
      share(cost.spentRatio),
      share(cost.leftBefore),
      share(cost.leftAfter),
      share(cost.worstRatio),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    [
      "| objective | target | bad | of the budget | left before | left after | worst 5 minutes |",
      "|---|---|---|---|---|---|---|",
      ...rows,
    ].join("\n"),
    wrapped(
      "What is left also moves because older events leave the window; the share of the budget is what this incident took of it.",
    ),
  ];
}

function share(ratio: number | undefined): string {
  return ratio === undefined || !Number.isFinite(ratio) ? "unknown" : percentage(Number(ratio.toPrecision(3)));
}

function sameDay(left: number, right: number): boolean {
  return moment(left).slice(0, 10) === moment(right).slice(0, 10);
}
