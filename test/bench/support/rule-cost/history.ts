import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** When the history ends and the rules are evaluated, in minutes since 1970. Fixed, so that every run sees the same samples. */
export const endMinute: number = Date.UTC(2026, 0, 31) / 60_000;

/** A stretch of time in minutes before the end, the older side first. */
export interface Stretch {
  readonly fromMinutes: number;
  readonly toMinutes: number;
}

/** One series with a sample a minute within its stretches. */
export interface HistorySeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What a counter grows by in a minute; 0 for a gauge. */
  readonly perMinute: number;
  /** The value of a gauge, and where a counter begins. */
  readonly value: number;
  readonly stretches: readonly Stretch[];
}

/** Blocks of a Prometheus database span 2 hours times a power of 3; longer ones are written faster. */
const blockMinutes = 54 * 60;

/** Writes the series as blocks of a Prometheus database, one stretch of text at a time so that little of it is on the disk. */
export async function backfill(promtool: string, folder: string, history: readonly HistorySeries[]): Promise<void> {
  const oldest = Math.max(...history.flatMap(({ stretches }) => stretches.map(({ fromMinutes }) => fromMinutes)));
  const text = join(folder, "history.txt");
  const firstBlock = Math.floor((endMinute - oldest) / blockMinutes);
  for (let block = firstBlock; block * blockMinutes <= endMinute; block++) {
    if (!(await writeText(text, history, block * blockMinutes, (block + 1) * blockMinutes))) continue;
    const words = ["tsdb", "create-blocks-from", "openmetrics", "--quiet"];
    const longest = `--max-block-duration=${blockMinutes / 60}h`;
    await promisify(execFile)(promtool, [...words.slice(0, 3), longest, "--quiet", text, join(folder, "data")]);
  }
  await rm(text, { force: true });
}

/** The samples from one minute to before another; false when there are none. */
async function writeText(
  file: string,
  history: readonly HistorySeries[],
  fromMinute: number,
  beforeMinute: number,
): Promise<boolean> {
  const stream = createWriteStream(file);
  let isEmpty = true;
  for (const series of history) {
    const lines = samples(series, fromMinute, beforeMinute);
    if (lines === "") continue;
    isEmpty = false;
    if (!stream.write(lines)) await once(stream, "drain");
  }
  stream.end("# EOF\n");
  await once(stream, "finish");
  return !isEmpty;
}

function samples(series: HistorySeries, fromMinute: number, beforeMinute: number): string {
  const labels = Object.entries(series.labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const notation = `${series.metric}{${labels.join(",")}}`;
  const zero = endMinute - 60_000;
  let lines = "";
  for (const stretch of series.stretches) {
    const first = Math.max(fromMinute, endMinute - stretch.fromMinutes);
    const last = Math.min(beforeMinute - 1, endMinute - stretch.toMinutes);
    for (let minute = first; minute <= last; minute++) {
      lines += `${notation} ${series.value + (minute - zero) * series.perMinute} ${minute * 60}\n`;
    }
  }
  return lines;
}
