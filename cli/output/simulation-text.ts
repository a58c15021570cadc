import type { AlertSpan, Incident, Notification, SimulatedAlert, Simulation } from "../../simulation/index.ts";
import { alertName } from "./alert-name.ts";
import { columns, wrapped } from "./columns.ts";
import { oneLine } from "./one-line.ts";
import { type Styles, styles } from "./styles.ts";

/** A simulation for people: the timeline, what it costs, and what was taken for granted. At most 80 columns. */
export function simulationText(simulation: Simulation, incident: Incident, colours: boolean): string {
  const style = styles(colours);
  const { service, environment, before, withoutData, ruleErrors, assumptions } = simulation;
  const lines = [
    style.bold(wrapped(`${service} in ${environment}: ${incidentInWords(incident)}`)),
    "",
    ...timeline(simulation, incident, style),
    "",
    ...budgetTable(simulation),
    "",
    "Taken for granted:",
    ...assumptions.map((sentence) => wrapped(`- ${sentence}`, "  ")),
    ...(withoutData.length === 0
      ? []
      : [wrapped(`- Not simulated, because their metrics are not: ${withoutData.join(", ")}.`, "  ")]),
    ...(before.length === 0 ? [] : [wrapped(`- Fires all the time: ${listed(before)}.`, "  ")]),
    ...ruleErrors.map((error) => wrapped(`Rule error: ${oneLine(error)}`, "  ")),
  ];
  return `${lines.join("\n")}\n`;
}

interface Row {
  readonly minute: number;
  readonly text: string;
  readonly style?: (text: string) => string;
}

function timeline(simulation: Simulation, incident: Incident, style: Styles): readonly string[] {
  const { alerts, told, incidentMillis, watchedMinutes } = simulation;
  const urgencies = new Map(alerts.map(({ labels, urgency }) => [labels["severity"], urgency]));
  const named = ({ labels }: Pick<AlertSpan, "labels">): string =>
    [urgencies.get(labels["severity"]) ?? [], alertName(labels["alertname"] ?? "", labels)].flat().join(" ");
  const emphasis = ({ urgency }: SimulatedAlert) => (urgency === "page" ? style.red : style.yellow);
  const rows: Row[] = [
    { minute: 0, text: "the incident begins" },
    { minute: incident.durationMinutes, text: "the incident ends" },
    ...alerts.map((alert) => ({
      minute: alert.firesAtMinutes,
      text: `${inWords(alert)} fires`,
      style: emphasis(alert),
    })),
    ...alerts.flatMap((alert) =>
      alert.clearsAtMinutes === undefined
        ? []
        : [{ minute: alert.clearsAtMinutes, text: `${inWords(alert)} clears`, style: style.green }],
    ),
    ...told.notifications.map((notification) => ({
      minute: (notification.atMillis - incidentMillis) / 60_000,
      text: `  ${notificationInWords(notification, named)}`,
      style: style.dim,
    })),
  ];
  const sorted = rows.map((row, index) => ({ ...row, index })).sort((a, b) => a.minute - b.minute || a.index - b.index);
  const lasting = alerts.filter(({ clearsAtMinutes }) => clearsAtMinutes === undefined);
  return [
    "  minute",
    ...sorted.map(({ minute, text, style: emphasised = (plain: string) => plain }) =>
      emphasised(wrapped(`${minuteText(minute).padStart(8)}  ${text}`, " ".repeat(12))),
    ),
    ...(alerts.length === 0 ? [wrapped("  No alert fires: nobody is told.")] : []),
    ...lasting.map((alert) => wrapped(`  After ${watchedMinutes / 60} hours it still fires: ${inWords(alert)}.`, "  ")),
    ...told.untold.map(({ alert, why }) => wrapped(`  Nobody is told of ${named(alert)}: ${why}.`, "  ")),
  ];
}

function notificationInWords({ receiver, alerts, over }: Notification, named: (alert: AlertSpan) => string): string {
  const names = (of: readonly AlertSpan[]): string => of.map(named).join(", ");
  const firing = alerts.length === 0 ? [] : [names(alerts)];
  return `told: ${oneLine(receiver)}: ${[...firing, ...(over.length === 0 ? [] : [`over: ${names(over)}`])].join("; ")}`;
}

function budgetTable({ budgets }: Simulation): readonly string[] {
  const rows = budgets.map(({ indicator, targetRatio, windowDays, badEvents, costRatio, ...outage }) => [
    `  ${indicator}`,
    percent(targetRatio, 7),
    `${windowDays}d`,
    number(badEvents),
    percent(costRatio, 3),
    `${number(outage.outageMinutes)} of ${number(outage.allowedOutageMinutes)}`,
  ]);
  return [
    "Cost:",
    ...columns([["  objective", "target", "over", "bad", "of budget", "minutes of outage"], ...rows], [1, 2, 3, 4]),
  ];
}

function incidentInWords({ fault, durationMinutes, route }: Incident): string {
  const requests = route === undefined ? "all requests" : `requests to ${route}`;
  const lasts = `for ${durationMinutes} ${durationMinutes === 1 ? "minute" : "minutes"}`;
  switch (fault.kind) {
    case "errors":
      return `${percent(fault.errorRatio, 3)} of ${requests} fail ${lasts}${fault.slowSeconds === undefined ? "" : `, and answers take ${fault.slowSeconds} s`}`;
    case "slow":
      return `${requests} take ${fault.slowSeconds} s ${lasts}`;
    case "hang":
      return `no request${route === undefined ? "" : ` to ${route}`} completes ${lasts}`;
    case "badEvents":
      return `${percent(fault.badRatio, 3)} of the events of ${fault.indicator} are bad ${lasts}`;
  }
}

function inWords({ alert, urgency, labels }: SimulatedAlert): string {
  return `${urgency ?? "other"} ${alertName(alert, labels)}`;
}

function listed(alerts: readonly SimulatedAlert[]): string {
  return alerts.map(inWords).join(", ");
}

function minuteText(minute: number): string {
  return String(Number(minute.toFixed(1)));
}

function percent(ratio: number, digits: number): string {
  return `${Number((ratio * 100).toPrecision(digits))} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
