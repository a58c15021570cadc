import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../../support/free-port.ts";
import { endMinute } from "./history.ts";

/** A Prometheus on the history of a folder. */
export interface HistoryServer {
  /** How many samples an expression reads at the end of the history, by Prometheus's own count. */
  readonly samplesRead: (expression: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts a Prometheus that scrapes nothing. */
export async function historyServer(prometheus: string, folder: string): Promise<HistoryServer> {
  const port = await freePort();
  const config = join(folder, "prometheus.yml");
  await writeFile(config, "global: {}\n");
  const child = spawn(
    prometheus,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      "--storage.tsdb.retention.time=1y",
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = `http://127.0.0.1:${port}`;
  await readyAt(address, () => child.exitCode !== null);
  return {
    samplesRead: (expression) => samplesRead(address, expression),
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

async function readyAt(address: string, hasEnded: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (hasEnded()) throw new Error("Prometheus ended before it was ready");
    const answer = await fetch(`${address}/-/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error("Prometheus was not ready within a minute");
}

async function samplesRead(address: string, expression: string): Promise<number> {
  const body = new URLSearchParams({ query: expression, time: String(endMinute * 60), stats: "all" });
  const answer = await fetch(`${address}/api/v1/query`, { method: "POST", body });
  const { status, error, data } = (await answer.json()) as {
    status: string;
    error?: string;
    data?: { stats: { samples: { totalQueryableSamples: number } } };
  };
  if (status !== "success" || data === undefined) throw new Error(`${expression}: ${error}`);
  return data.stats.samples.totalQueryableSamples;
}
