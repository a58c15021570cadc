import { alertsView } from "./alerts-view.ts";
import { type BoardView, boardView } from "./board-view.ts";
import type { ClassicBoard } from "./classic-board.ts";
import { fill, part } from "./element.ts";
import { pageHeader } from "./page-header.ts";
import { controlsView, noticesView, targetsView } from "./status-view.ts";
import type { BoardData, LiveState } from "./wire.ts";

const header = pageHeader(part("header"), () => void drawBoards());
let boards: readonly BoardView[] = [];
let drawing = false;

async function start(): Promise<void> {
  const found: readonly ClassicBoard[] = await answerOf("/api/boards");
  boards = found.map(boardView);
  part("boards").replaceChildren(...boards.map(({ root }) => root));
  const events = new EventSource("/api/events");
  events.addEventListener("message", (event) => {
    header.connected(true);
    draw(JSON.parse(event.data));
  });
  events.addEventListener("error", () => header.connected(false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    document.documentElement.dataset["theme"] = String(Date.now());
    void drawBoards();
  });
}

function draw(state: LiveState): void {
  header.update(state);
  fill(part("notices"), noticesView(state));
  fill(part("alerts"), alertsView(state));
  fill(part("targets"), targetsView(state));
  fill(part("controls"), controlsView(state));
  announce(state);
  void drawBoards();
}

/** A screen reader is told what fires when that changes, and not with every new value. */
function announce({ alerts }: LiveState): void {
  const firing = alerts.filter((alert) => alert.state === "firing");
  const names = firing.map(({ name, urgency, labels }) => [urgency, name, labels["sli"]].filter(Boolean).join(" "));
  const text = names.length === 0 ? "No alert fires." : `Firing: ${names.join(", ")}.`;
  const announcement = part("announcement");
  if (announcement.textContent !== text) announcement.textContent = text;
}

/** A board that cannot be answered keeps what it showed; the stream of states tells whether the server is there. */
async function drawBoards(): Promise<void> {
  if (drawing) return;
  drawing = true;
  for (const board of boards) {
    const path = `/api/boards/${encodeURIComponent(board.uid)}/data?spanSeconds=${header.spanSeconds()}`;
    const data = await answerOf<BoardData>(path).catch(() => undefined);
    if (data !== undefined) board.update(data);
  }
  drawing = false;
}

async function answerOf<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

part("controls").addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button.control") : null;
  const id = button?.getAttribute("data-control");
  if (id) void fetch(`/api/controls/${id}`, { method: "POST" }).catch(() => header.connected(false));
});

await start();
