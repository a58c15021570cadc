import type { ClassicPanel } from "./classic-board.ts";
import { element } from "./element.ts";
import { linesView } from "./lines-view.ts";
import { proseWithLinks } from "./prose-with-links.ts";
import { statView } from "./stat-view.ts";
import { tableView } from "./table-view.ts";
import type { BoardData, QueryAnswer } from "./wire.ts";

/** The drawn inside of a panel. */
export interface PanelBody {
  readonly root: HTMLElement;
  readonly update: (answers: readonly QueryAnswer[], data: BoardData) => void;
}

/** A panel with its frame. */
export interface PanelView {
  readonly root: HTMLElement;
  readonly update: (data: BoardData) => void;
}

/** A panel of a classic board: title, explanation on demand, and what its kind draws. */
export function panelView(panel: ClassicPanel): PanelView {
  const title = panel.title ?? "";
  const readout = element("span", { class: "readout" });
  const body = bodyOf(panel, readout);
  const explanation = element("p", { class: "explanation", hidden: true }, ...proseWithLinks(panel.description ?? ""));
  const button = element(
    "button",
    { type: "button", class: "explain", "aria-expanded": "false", "aria-label": `What ${title} means` },
    "?",
  );
  const show = (open: boolean): void => {
    explanation.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(explanation.hidden === true));
  const root = element(
    "section",
    { class: `panel kind-${panel.type}`, "data-panel": panel.id, "aria-label": title },
    element("header", {}, element("h3", {}, title), panel.description ? button : undefined, readout),
    explanation,
    body.root,
  );
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
  });
  const problem = element("p", { class: "problem", hidden: true });
  root.append(problem);
  return {
    root,
    update: (data) => {
      const answers = data.panels[String(panel.id)] ?? [];
      const failed = answers.find(({ error }) => error !== undefined);
      problem.hidden = failed === undefined;
      problem.textContent = failed?.error ?? "";
      body.update(answers, data);
    },
  };
}

function bodyOf(panel: ClassicPanel, readout: HTMLElement): PanelBody {
  switch (panel.type) {
    case "timeseries":
      return linesView(panel, readout);
    case "stat":
      return statView(panel);
    case "table":
      return tableView(panel);
    case "text":
      return still(element("div", { class: "prose" }, ...proseWithLinks(panel.options?.content ?? "")));
    default:
      return still(element("p", { class: "no-value" }, `Panels of the kind ${panel.type} are drawn in Grafana only.`));
  }
}

function still(root: HTMLElement): PanelBody {
  return { root, update: () => {} };
}
