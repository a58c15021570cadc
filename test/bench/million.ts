import { durations } from "./support/durations.ts";
import { helperProcess } from "./support/helper-process.ts";
import { type LargeSubject, labelSetsOf, largeSubject } from "./support/large-subjects.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import type { PingOrder, Pings } from "./support/pinger.ts";
import { promClients } from "./support/prom-clients.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";
import type { ScrapeOrder, ScrapeTaken } from "./support/scraper.ts";

const leastBytes = 1400;

export const million: Question = {
  key: "million",
  title: "A scrape of 1,000,000 lines",
  method:
    "The histogram of the scrape above with 71,429 label sets, scraped over the loopback by a process on another core, to the last byte; the same with a tenth of the lines for comparison. Every label set changes between two scrapes. A third process asks the service for something small all the while, one request after the other.",
  subjects: [ours, ...promClients],
  quickSubjects: [ours, "prom-client"],
  measures: {
    tenth: { words: "100,000 lines", unit: "ms" },
    first: { words: "1,000,000 lines, first scrape", unit: "ms" },
    all: { words: "1,000,000 lines", unit: "ms" },
    longestWait: { words: "longest wait of another request", unit: "ms" },
    answered: { words: "other requests answered during the scrape", unit: "requests" },
  },
  targets: [
    {
      what: "time of 1,000,000 lines, over ten times the time of 100,000",
      value: { subject: ours, measure: "all" },
      over: { subject: ours, measure: "tenth" },
      times: 0.1,
      atMost: 1.5,
    },
    {
      what: "longest wait of another request, as a part of the scrape",
      value: { subject: ours, measure: "longestWait" },
      over: { subject: ours, measure: "all" },
      atMost: 0.1,
    },
    {
      what: "longest wait of another request, times shorter than with prom-client",
      value: { subject: "prom-client", measure: "longestWait" },
      over: { subject: ours, measure: "longestWait" },
    },
    {
      what: "scrape of 1,000,000 lines, times faster than prom-client",
      value: { subject: "prom-client", measure: "all" },
      over: { subject: ours, measure: "all" },
    },
  ],
  rounds: { full: 2, quick: 1 },
  nodeFlags: ["--max-old-space-size=4096"],
  core: 0,
};

async function scrapes(subject: string, effort: Effort): Promise<Samples> {
  const [, scraper] = await helperProcess<ScrapeOrder, object, ScrapeTaken>("scraper.ts", [], 1);
  const [, pinger] = await helperProcess<PingOrder, object, Pings>("pinger.ts", [], 1);
  const repeats = effort === "quick" ? 1 : 2;
  const scrape = async (large: LargeSubject, labelSets: number): Promise<number> => {
    const order = { port: large.port, headers: { accept: "text/plain;version=0.0.4" } };
    const { byteLength, milliseconds } = await scraper.ask(order);
    if (byteLength < labelSets * leastBytes) throw new Error(`a scrape brought only ${byteLength} bytes`);
    return milliseconds;
  };

  const tenthSets = labelSetsOf(100_000);
  const small = await largeSubject(subject, tenthSets);
  const tenth: number[] = [];
  for (let round = 0; round <= repeats * 3; round++) {
    observeAll(small, tenthSets);
    tenth.push(await scrape(small, tenthSets));
  }

  const sets = labelSetsOf(1_000_000);
  const large = await largeSubject(subject, sets);
  observeAll(large, sets);
  const first = [await scrape(large, sets)];
  const all: number[] = [];
  const longestWait: number[] = [];
  const answered: number[] = [];
  for (let round = 0; round < repeats; round++) {
    observeAll(large, sets);
    await pinger.ask({ port: large.applicationPort });
    all.push(await scrape(large, sets));
    const pings = await pinger.ask("stop");
    longestWait.push(pings.longestMilliseconds);
    answered.push(pings.count);
  }
  await Promise.all([scraper.end(), pinger.end()]);
  return { tenth: tenth.slice(1), first, all, longestWait, answered };
}

function observeAll(large: LargeSubject, labelSets: number): void {
  for (let set = 0; set < labelSets; set++) large.observe(set, durations[set % durations.length] as number);
}

if (import.meta.main) await answerAsProcess(scrapes);
