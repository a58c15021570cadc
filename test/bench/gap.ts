import { durations } from "./support/durations.ts";
import { turnsDuring } from "./support/event-loop.ts";
import { helperProcess } from "./support/helper-process.ts";
import { labelSetsOf, largeSubject, largeSubjects } from "./support/large-subjects.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";
import type { ScrapeOrder, ScrapeTaken } from "./support/scraper.ts";
import { median } from "./support/statistics.ts";

const labelSets = labelSetsOf(100_000);
const windowMilliseconds = 250;
const observationsInTurn = 20;

export const gap: Question = {
  key: "gap",
  title: "The longest gap of the event loop while 100,000 lines are scraped",
  method:
    "A process turns its event loop without a pause, observes 20 values in each turn, and notes the longest time between two turns, while another process on another core scrapes /metrics over the loopback. The same time without a scrape is watched right after; what is told is the gap above the median of those. Memory limits are Node's defaults.",
  subjects: largeSubjects,
  quickSubjects: [ours, "prom-client"],
  measures: {
    all: { words: "every label set changed", unit: "ms" },
    gzip: { words: "every label set changed, gzip", unit: "ms" },
    first: { words: "first scrape", unit: "ms" },
    quiet: { words: "without a scrape", unit: "ms" },
  },
  targets: [
    limit("all", "every label set changed"),
    limit("gzip", "every label set changed, gzip"),
    limit("first", "the first scrape"),
    {
      what: "longest gap, every label set changed: times shorter than prom-client's",
      value: { subject: "prom-client", measure: "all" },
      over: { subject: ours, measure: "all" },
    },
  ],
  rounds: { full: 3, quick: 1 },
  core: 0,
};

function limit(measure: string, words: string): Question["targets"][number] {
  return {
    what: `longest gap above the same load without a scrape, ${words}, ms`,
    value: { subject: ours, measure },
    atMost: 2,
  };
}

async function gaps(subject: string, effort: Effort): Promise<Samples> {
  const large = await largeSubject(subject, labelSets);
  const [, scraper] = await helperProcess<ScrapeOrder, object, ScrapeTaken>("scraper.ts", [], 1);
  let next = 0;
  const observe = (): void => {
    next = (next + 1) % labelSets;
    large.observe(next, durations[next % durations.length] as number);
  };
  const load = (): void => {
    for (let count = 0; count < observationsInTurn; count++) observe();
  };
  const quiet: number[] = [];
  const scraped = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    for (let set = 0; set < labelSets; set++) observe();
    const order = { port: large.port, headers: { accept: "text/plain;version=0.0.4", ...headers } };
    const { longestGap, lasted } = await turnsDuring(() => scraper.ask(order), windowMilliseconds, load);
    quiet.push((await turnsDuring(async () => undefined, lasted, load)).longestGap);
    return longestGap;
  };
  await turnsDuring(async () => undefined, windowMilliseconds, load);
  const first = [await scraped({})];
  const repeated = async (headers = {}): Promise<readonly number[]> => {
    const rounds = effort === "quick" ? 5 : 10;
    const longest: number[] = [];
    for (let round = 0; round < rounds; round++) longest.push(await scraped(headers));
    return longest.slice(2);
  };
  const all = await repeated();
  const gzip = subject === ours ? await repeated({ "accept-encoding": "gzip" }) : [];
  await scraper.end();
  const above = (longest: readonly number[]): readonly number[] => longest.map((one) => one - median(quiet));
  return { first: above(first), all: above(all), quiet, ...(gzip.length === 0 ? {} : { gzip: above(gzip) }) };
}

if (import.meta.main) await answerAsProcess(gaps);
