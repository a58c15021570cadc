import { setTimeout as delay } from "node:timers/promises";
import { type Child, startChild } from "./child.ts";
import type { Fault } from "./demo-options.ts";

/** The shop and its visitors, as processes. */
export interface RunningShop {
  readonly url: string;
  readonly metricsUrl: string;
  /** Breaks the shop, or mends it with `none`. */
  readonly setFault: (fault: Fault | "none") => Promise<void>;
  /** The fault that was set last. */
  readonly fault: () => Fault | "none";
  /** Ends the shop as a crash would; the visitors go on. */
  readonly crash: () => Promise<void>;
  /** Starts the shop again after a crash. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts the shop and its traffic. @throws with the shop's own words when it does not come up */
export async function startShop(appPort: number, metricsPort: number): Promise<RunningShop> {
  const url = `http://127.0.0.1:${appPort}`;
  const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  const environment = { PORT: String(appPort), METRICS_PORT: String(metricsPort) };
  let current: Fault | "none" = "none";

  const up = async (): Promise<Child> => {
    const started = startChild("app.ts", [], environment);
    let end: string | undefined;
    void started.ended.then((said) => {
      end = said;
    });
    for (let attempt = 0; attempt < 150; attempt++) {
      if (end !== undefined) throw new Error(`The shop did not start: ${end || "it ended without a word"}`);
      if (await answers(metricsUrl)) return started;
      await delay(100);
    }
    await started.kill();
    throw new Error(`The shop did not answer at ${metricsUrl} within 15 s.`);
  };

  let app = await up();
  const traffic = startChild("traffic.ts", ["--url", url], {});
  return {
    url,
    metricsUrl,
    fault: () => current,
    setFault: async (fault) => {
      const response = await fetch(`${url}/_demo/faults/${fault}`, {
        method: "POST",
        signal: AbortSignal.timeout(5000),
      });
      if (!response.ok) throw new Error(`the shop answered ${response.status} to the fault ${fault}`);
      current = fault;
    },
    crash: () => app.kill(),
    restart: async () => {
      app = await up();
      current = "none";
    },
    stop: async () => {
      await Promise.all([traffic.stop(), app.stop()]);
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
