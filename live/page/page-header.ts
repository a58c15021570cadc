import { element, fill } from "./element.ts";
import { formatClock, formatSpan } from "./time-format.ts";
import type { LiveState } from "./wire.ts";

const spans = [
  { seconds: 300, name: "5 min" },
  { seconds: 900, name: "15 min" },
  { seconds: 3600, name: "1 h" },
  { seconds: 21_600, name: "6 h" },
] as const;

/** The head of the page. */
export interface PageHeader {
  readonly update: (state: LiveState) => void;
  /** Whether the page still hears from the server. */
  readonly connected: (connected: boolean) => void;
  /** How much time the boards show. */
  readonly spanSeconds: () => number;
}

/** Names what is watched, says how fresh it is, and chooses the time that is shown. */
export function pageHeader(root: HTMLElement, whenSpanChanges: () => void): PageHeader {
  const subject = element("span", { class: "subject" });
  const freshness = element("span", { class: "freshness" });
  const choice = element(
    "select",
    { "aria-label": "Time shown" },
    ...spans.map(({ seconds, name }) => element("option", { value: seconds }, name)),
  );
  const chosen = spans.find(({ seconds }) => `#${seconds}` === location.hash) ?? spans[0];
  choice.value = String(chosen.seconds);
  choice.addEventListener("change", () => {
    history.replaceState(null, "", `#${choice.value}`);
    whenSpanChanges();
  });
  root.append(element("h1", {}, "Signalbox live"), subject, element("label", {}, "Last ", choice), freshness);
  return {
    update: (state) => {
      const { environment, services, alerts, roundAtMillis, historyFromMillis } = state;
      const names = services.map(({ name, team }) => `${name} (team ${team})`).join(", ");
      fill(subject, element("strong", {}, names), ` as ${environment.name}, namespace ${environment.namespace}`);
      freshness.textContent =
        roundAtMillis === undefined
          ? ""
          : `as of ${formatClock(roundAtMillis)}, ${formatSpan(historyFromMillis ?? roundAtMillis, roundAtMillis)} of history`;
      freshness.title = "No window of a panel or a rule sees further back than this history, whatever its name says.";
      const firing = alerts.filter((alert) => alert.state === "firing").length;
      document.title = firing > 0 ? `▲ ${firing} firing: Signalbox live` : "Signalbox live";
    },
    connected: (connected) => {
      root.classList.toggle("disconnected", !connected);
      if (!connected) freshness.textContent = "No connection: is Signalbox still running? Trying again.";
    },
    spanSeconds: () => Number(choice.value),
  };
}
