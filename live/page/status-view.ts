import { type Content, element } from "./element.ts";
import { formatClock, formatSpan } from "./time-format.ts";
import { formatValue } from "./unit-format.ts";
import type { LiveState, TargetState } from "./wire.ts";

/** The targets, one line each. */
export function targetsView({ targets, roundAtMillis = 0 }: LiveState): Content {
  return element("ul", {}, ...targets.map((target) => line(target, roundAtMillis)));
}

function line(target: TargetState, now: number): HTMLElement {
  const { service, url, up, sinceMillis = now, durationSeconds = 0, samples = 0, error } = target;
  const state = up === undefined ? "unknown" : up ? "up" : "down";
  const word = { unknown: "◌ not scraped yet", up: "● up", down: "▼ down" }[state];
  return element(
    "li",
    { class: `target ${state}`, "data-service": service },
    element("strong", {}, word),
    ` ${service} `,
    element("span", { class: "address" }, url),
    element(
      "span",
      { class: "detail" },
      state === "up"
        ? `for ${formatSpan(sinceMillis, now)} · ${samples} samples in ${formatValue(durationSeconds, "s")}`
        : "",
      state === "down"
        ? `since ${formatClock(sinceMillis)}, ${formatSpan(sinceMillis, now)}: ${error ?? "no reason"}`
        : "",
    ),
  );
}

/** What went wrong with the watching itself. */
export function noticesView({ notices }: LiveState): Content {
  return notices.map(({ message, sinceMillis }) =>
    element("p", { class: "notice", role: "status" }, `${formatClock(sinceMillis)} ${message}`),
  );
}

/** The buttons that do something to what is watched. */
export function controlsView({ controls }: LiveState): Content {
  return controls.map(({ id, label, description, active }) =>
    element(
      "button",
      {
        type: "button",
        class: "control",
        "data-key": id,
        "data-control": id,
        "aria-pressed": active === undefined ? undefined : String(active),
      },
      element("strong", {}, label),
      element("span", {}, description),
    ),
  );
}
