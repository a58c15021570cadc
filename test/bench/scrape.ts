import type { Server } from "node:http";
import { durations } from "./support/durations.ts";
import { type LargeSubject, labelSetsOf, largeSubject, largeSubjects } from "./support/large-subjects.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { promClients } from "./support/prom-clients.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";
import { scraped } from "./support/scraped.ts";

const lines = 100_000;
const labelSets = labelSetsOf(lines);
const leastBytesOfLine = 100;

export const scrape: Question = {
  key: "scrape",
  title: "A text scrape of 100,000 lines",
  method:
    "Milliseconds from the request for /metrics to the last byte handed to the connection, in the text format 0.0.4 without compression: one histogram with 11 bounds and 7,143 label sets. The connection takes everything at once, so that neither network nor reader counts. Between two scrapes some label sets are observed again, outside of the time taken. Young objects have 512 MiB, so that no garbage collection falls into a scrape that does not cause one.",
  subjects: largeSubjects,
  quickSubjects: [ours, ...promClients],
  measures: {
    first: { words: "first scrape", unit: "ms" },
    all: { words: "every label set changed", unit: "ms" },
    neighbours: { words: "1 % changed, next to each other", unit: "ms" },
    random: { words: "1 % changed, at random", unit: "ms" },
    none: { words: "nothing changed", unit: "ms" },
    gzip: { words: "every label set changed, gzip", unit: "ms" },
  },
  targets: [
    times("all", "every label set changed", "prom-client", 10),
    times("neighbours", "1 % of the storage changed", "prom-client", 40),
    times("random", "1 % of the label sets changed, at random", "prom-client"),
    times("first", "the first scrape", "prom-client"),
    times("all", "every label set changed", "@prometheus-io/client"),
    times("all", "every label set changed", "opentelemetry"),
  ],
  rounds: { full: 4, quick: 1 },
  nodeFlags: ["--max-semi-space-size=512"],
};

function times(measure: string, words: string, subject: string, atLeast?: number): Question["targets"][number] {
  return {
    what: `scrape, ${words}: times faster than ${subject}`,
    value: { subject, measure },
    over: { subject: ours, measure },
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

async function scrapes(subject: string, effort: Effort): Promise<Samples> {
  const warmUp = await largeSubject(subject, labelSets);
  observeSets(warmUp, everySet(200));
  for (let round = 0; round < 5; round++) await scrapeMilliseconds(warmUp.server, {});

  const large = await largeSubject(subject, labelSets);
  observeSets(large, everySet(labelSets));
  const { milliseconds: first, byteLength } = await scraped(large.server);
  if (byteLength < lines * leastBytesOfLine) throw new Error(`the scrape brought only ${byteLength} bytes`);
  const rounds = effort === "quick" ? 3 : 5;
  const after = async (sets: (round: number) => readonly number[], headers = {}): Promise<readonly number[]> => {
    const all: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      observeSets(large, sets(round));
      all.push(await scrapeMilliseconds(large.server, headers));
    }
    return all.slice(1);
  };
  const samples: Samples = {
    first: [first],
    all: await after(() => everySet(labelSets)),
    neighbours: await after(neighbouringSets),
    random: await after(randomSets),
    none: await after(() => []),
  };
  if (subject !== ours) return samples;
  return { ...samples, gzip: await after(() => everySet(labelSets), { "accept-encoding": "gzip" }) };
}

function observeSets(subject: LargeSubject, sets: readonly number[]): void {
  for (const set of sets) subject.observe(set, durations[set % durations.length] as number);
}

function everySet(count: number): readonly number[] {
  return Array.from({ length: count }, (_, set) => set);
}

const onePercent = Math.round(labelSets / 100);

function neighbouringSets(round: number): readonly number[] {
  return everySet(onePercent).map((set) => ((round % 100) * onePercent + set) % labelSets);
}

/** A hundredth of the sets without order; the multiplier is a prime that spreads them. */
function randomSets(round: number): readonly number[] {
  return everySet(onePercent).map((set) => ((round * onePercent + set + 1) * 2_654_435_761) % labelSets);
}

async function scrapeMilliseconds(server: Server, headers: Readonly<Record<string, string>>): Promise<number> {
  return (await scraped(server, headers)).milliseconds;
}

if (import.meta.main) await answerAsProcess(scrapes);
