import type { Engine } from "@signalbox/engine";
import { type Live, type LiveOptions, startLive } from "../../live/index.ts";
import { config } from "../services.ts";

/** What the fake target answers next: a body, or a status, or the error that `fetch` would throw. */
type TargetAnswer = string | { readonly status: number } | { readonly error: Error };

/** A live page whose time and target a test holds in its hands. */
export interface WatchedShop {
  readonly live: Live;
  /** What the target answers from now on. */
  answer: TargetAnswer;
  /** One round, at a time in seconds since the start of the test. */
  readonly roundAt: (seconds: number) => Promise<void>;
  /** Asks the page's server. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
}

/** When tests begin, in milliseconds since 1970; a whole hour. */
export const startMillis: number = Date.UTC(2026, 4, 4, 8);

/** Starts a live page on a free port with a shop that answers what the test says. */
export async function watchShop(engine: Engine, options: Partial<LiveOptions> = {}): Promise<WatchedShop> {
  let round: (timeMillis: number) => Promise<void> = async () => {};
  const shop: WatchedShop = {
    live: await startLive({
      config,
      engine,
      targets: [{ service: "shop", url: "http://shop.example:9464/metrics" }],
      port: 0,
      everySeconds: 10,
      rhythm: (_everySeconds, task) => {
        round = task;
        return { stop: async () => {} };
      },
      fetch: async () => {
        const { answer } = shop;
        if (typeof answer === "string")
          return new Response(answer, { headers: { "content-type": "text/plain; version=0.0.4" } });
        if ("error" in answer) throw answer.error;
        return new Response("sorry", { status: answer.status, statusText: "Service Unavailable" });
      },
      ...options,
    }),
    answer: events(0, 0),
    roundAt: (seconds) => round(startMillis + seconds * 1000),
    ask: (path, init) => fetch(new URL(path, shop.live.url), init),
  };
  return shop;
}

/** An exposition with the counters of the availability indicator. */
export function events(all: number, bad: number): string {
  return [
    "# TYPE sli_events_total counter",
    `sli_events_total{sli="availability"} ${all}`,
    "# TYPE sli_bad_events_total counter",
    `sli_bad_events_total{sli="availability"} ${bad}`,
    "",
  ].join("\n");
}
