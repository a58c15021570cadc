import { setImmediate as nextTurn } from "node:timers/promises";
import { durations, linesPerLabelSet } from "./support/durations.ts";
import { type LargeSubject, largeSubject, largeSubjects } from "./support/large-subjects.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { ours, type Question, type Samples } from "./support/question.ts";
import { scraped } from "./support/scraped.ts";

const few = 2_000;
const many = 22_000;
const most = 62_000;

export const memory: Question = {
  key: "memory",
  title: "Bytes of a series",
  method:
    "Heap and external memory after garbage collection, as a slope: what 20,000 more label sets of the histogram take beyond the first 2,000, divided by their 280,000 series, before any scrape and with a scrape at both ends; and what 40,000 more take after that, when all text that may be kept is kept already.",
  subjects: largeSubjects,
  quickSubjects: [ours, "prom-client"],
  measures: {
    before: { words: "before a scrape, 2,000 to 22,000 label sets", unit: "B" },
    after: { words: "after a scrape, 2,000 to 22,000 label sets", unit: "B" },
    beyond: { words: "after a scrape, 22,000 to 62,000 label sets", unit: "B" },
  },
  targets: [
    times("beyond", "after a scrape, 22,000 to 62,000 label sets", "prom-client", 1),
    times("after", "after a scrape, 2,000 to 22,000 label sets", "prom-client"),
    times("before", "before a scrape", "prom-client"),
    times("after", "after a scrape, 2,000 to 22,000 label sets", "@prometheus-io/client"),
    times("after", "after a scrape, 2,000 to 22,000 label sets", "opentelemetry"),
  ],
  rounds: { full: 2, quick: 1 },
  nodeFlags: ["--expose-gc"],
};

function times(measure: string, words: string, subject: string, atLeast?: number): Question["targets"][number] {
  return {
    what: `bytes of a series, ${words}: times fewer than ${subject}`,
    value: { subject, measure },
    over: { subject: ours, measure },
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

async function slopes(subject: string): Promise<Samples> {
  const warmUp = await largeSubject(subject, few);
  observe(warmUp, 0, few);
  await scraped(warmUp.server);

  const unscraped = await largeSubject(subject, many);
  observe(unscraped, 0, few);
  const unscrapedFew = await usedBytes();
  observe(unscraped, few, many);
  const unscrapedMany = await usedBytes();

  const large = await largeSubject(subject, most);
  const usedAfterScrape = async (from: number, to: number): Promise<number> => {
    observe(large, from, to);
    await scraped(large.server);
    return usedBytes();
  };
  const usedFew = await usedAfterScrape(0, few);
  const usedMany = await usedAfterScrape(few, many);
  const usedMost = await usedAfterScrape(many, most);
  // Keeps the first two alive until the last value was read.
  await Promise.all([scraped(warmUp.server), scraped(unscraped.server)]);
  return {
    before: [slope(unscrapedMany - unscrapedFew, many - few)],
    after: [slope(usedMany - usedFew, many - few)],
    beyond: [slope(usedMost - usedMany, most - many)],
  };
}

function slope(bytes: number, labelSets: number): number {
  return bytes / (labelSets * linesPerLabelSet);
}

function observe(subject: LargeSubject, from: number, to: number): void {
  for (let set = from; set < to; set++) subject.observe(set, durations[set % durations.length] as number);
}

async function usedBytes(): Promise<number> {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

if (import.meta.main) await answerAsProcess(slopes);
