import { type Content, element } from "./element.ts";
import { outsideLink } from "./prose-with-links.ts";
import { formatClock, formatSpan } from "./time-format.ts";
import { formatValue } from "./unit-format.ts";
import type { AlertCondition, AlertState, LiveState } from "./wire.ts";

/** What fires, why, and who is told; or that nothing does. */
export function alertsView(state: LiveState): Content {
  const firing = state.alerts.filter((alert) => alert.state === "firing");
  if (state.alerts.length === 0) return quiet(state);
  const now = state.roundAtMillis ?? 0;
  const verdict = [
    firing.length === 0 ? "None firing" : `${firing.length} firing: ${byUrgencyInWords(firing)}`,
    ...(firing.length < state.alerts.length ? [`${state.alerts.length - firing.length} pending`] : []),
  ].join(", ");
  return [
    element("h2", { class: firing.length > 0 ? "verdict firing" : "verdict pending" }, verdict),
    ...state.alerts.map((alert) => card(alert, now)),
  ];
}

function byUrgencyInWords(alerts: readonly AlertState[]): string {
  const counted = [
    ["page", "pages"],
    ["ticket", "tickets"],
    [undefined, "without urgency"],
  ].map(([urgency, many = ""]) => {
    const count = alerts.filter((alert) => alert.urgency === urgency).length;
    return count === 0 ? "" : `${count} ${count === 1 && urgency !== undefined ? urgency : many}`;
  });
  return counted.filter((words) => words !== "").join(", ");
}

function quiet({ rounds, everySeconds, alertRules, targets }: LiveState): Content {
  if (rounds < 2) {
    const text =
      rounds === 0 ? "Waiting for the first scrape." : `First rates after the next scrape, in ${everySeconds} s.`;
    return [element("h2", { class: "verdict" }, "Collecting"), element("p", {}, text)];
  }
  if (targets.some(({ up }) => up !== true)) {
    return [
      element("h2", { class: "verdict pending" }, "No alert yet, but a target is down"),
      element("p", {}, `${alertRules} alert rules are evaluated every ${everySeconds} s.`),
    ];
  }
  return [
    element("h2", { class: "verdict quiet" }, "No alert fires"),
    element("p", {}, `${alertRules} alert rules are evaluated every ${everySeconds} s, and none is pending.`),
  ];
}

function card(alert: AlertState, now: number): HTMLElement {
  const { state, urgency, labels, annotations, firedAtMillis, activeAtMillis } = alert;
  const since = firedAtMillis ?? activeAtMillis;
  const subject = [labels["job"], labels["sli"]].filter((label) => label !== undefined).join(" · ");
  const receiver =
    alert.receiver === undefined
      ? `nobody is told${labels["team"] === undefined ? "" : ` in team ${labels["team"]}`}`
      : alert.receiver;
  const links = [
    ["runbook_url", "Runbook"],
    ["dashboard_url", "Dashboard"],
    ["panel_url", "Panel"],
  ].flatMap(([name = "", text = ""]) => (annotations[name] ? [outsideLink(annotations[name], text)] : []));
  return element(
    "article",
    { class: `alert ${state} ${urgency ?? ""}`, "data-alert": alert.name, "data-urgency": urgency },
    element(
      "header",
      {},
      element("span", { class: "badge" }, `${badge(alert)}`),
      element("h3", {}, alert.name, " ", element("span", { class: "subject" }, subject)),
      element("span", { class: "since" }, `since ${formatClock(since)}, ${formatSpan(since, now)}`),
    ),
    element("p", { class: "summary" }, annotations["summary"] ?? ""),
    element(
      "p",
      { class: "told" },
      element("span", { class: "arrow", "aria-hidden": "true" }, "→ "),
      element("strong", {}, receiver),
      labels["team"] === undefined || alert.receiver === undefined ? undefined : ` · team ${labels["team"]}`,
    ),
    because(alert),
    element(
      "footer",
      {},
      ...links,
      element(
        "details",
        { "data-key": alert.key },
        element("summary", { "data-key": `more ${alert.key}` }, "More"),
        annotations["description"] ? element("p", {}, annotations["description"]) : undefined,
        element("pre", {}, alert.expression),
      ),
    ),
  );
}

function badge({ state, urgency, ending }: AlertState): string {
  if (ending) return `◇ ending ${urgency ?? ""}`.trim();
  return state === "firing" ? `▲ ${urgency ?? "firing"}` : `◔ pending ${urgency ?? ""}`.trim();
}

function because({ because: conditions, ending }: AlertState): Content {
  if (ending)
    return element("p", { class: "because" }, "The condition holds no longer; it fires on until it stays that way.");
  if (conditions.length === 0) return undefined;
  return element("ul", { class: "because" }, ...conditions.map(condition));
}

function condition({ title, expression, operator, threshold, value, unit }: AlertCondition): HTMLElement {
  return element(
    "li",
    { title: expression },
    `${title} `,
    element("strong", {}, formatValue(value, unit)),
    ` ${operator} ${formatValue(threshold, unit)}`,
  );
}
