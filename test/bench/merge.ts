import cluster, { type Worker } from "node:cluster";
import { join } from "node:path";
import { answerAsProcess } from "./support/measuring-process.ts";
import { labelSets, mergedSignals } from "./support/merge-members.ts";
import { promClient, promClients } from "./support/prom-clients.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";

const workerCount = 8;
const warmUps = 10;

export const merge: Question = {
  key: "merge",
  title: "Merging 8 workers with 10,000 series each",
  method: `A cluster of ${workerCount} workers, each with one histogram of ${labelSets} label sets, all of which change between two scrapes; the primary answers a scrape of all. What is told is the processor time of the primary's own thread from the wish to the bytes to send: for as long it answers nothing else.`,
  subjects: [ours, ...promClients],
  measures: {
    blocked: { words: "primary blocked", unit: "ms" },
    lasted: { words: "from the wish to the bytes", unit: "ms" },
  },
  targets: promClients.map((subject) => ({
    what: `primary blocked, times shorter than with ${subject}`,
    value: { subject, measure: "blocked" },
    over: { subject: ours, measure: "blocked" },
    ...(subject === "prom-client" ? { atLeast: 50 } : {}),
  })),
  rounds: { full: 2, quick: 1 },
};

async function merges(subject: string, effort: Effort): Promise<Samples> {
  const scrape = subject === ours ? signalboxScrape() : promClientScrape(subject);
  const workers = await startedWorkers(subject);
  const blocked: number[] = [];
  const lasted: number[] = [];
  const rounds = effort === "quick" ? 3 : 10;
  let body: readonly Uint8Array[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    await Promise.all(workers.map(observed));
    const start = performance.now();
    const before = process.threadCpuUsage();
    body = await scrape();
    const { user, system } = process.threadCpuUsage(before);
    if (round < warmUps) continue;
    blocked.push((user + system) / 1000);
    lasted.push(performance.now() - start);
  }
  checkCounts(Buffer.concat(body).toString(), (warmUps + rounds + 1) * workerCount * labelSets);
  await Promise.all(workers.map(ended));
  return { blocked, lasted };
}

function signalboxScrape(): () => Promise<readonly Uint8Array[]> {
  const fleet = mergedSignals({}).aggregate();
  return async () => (await fleet.scrape()).chunks;
}

function promClientScrape(client: string): () => Promise<readonly Uint8Array[]> {
  const aggregator = new (promClient(client).AggregatorRegistry)();
  return async () => [Buffer.from(await aggregator.clusterMetrics())];
}

function startedWorkers(subject: string): Promise<readonly Worker[]> {
  cluster.setupPrimary({ exec: join(import.meta.dirname, "support", "merge-worker.ts"), args: [subject] });
  return Promise.all(
    Array.from({ length: workerCount }, async () => {
      const worker = cluster.fork();
      await saysObserved(worker);
      return worker;
    }),
  );
}

async function observed(worker: Worker): Promise<void> {
  worker.send("observe");
  await saysObserved(worker);
}

/** Libraries send messages of their own over the same channel. */
function saysObserved(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error("a worker ended before it had observed"));
    const hear = (message: unknown): void => {
      if (message !== "observed") return;
      worker.off("message", hear).off("exit", gone);
      resolve();
    };
    worker.on("message", hear).once("exit", gone);
  });
}

function checkCounts(text: string, expected: number): void {
  const counts = text.matchAll(/^http_request_duration_seconds_count\{.*\} (\d+)$/gm);
  const merged = [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  if (merged !== expected) throw new Error(`the merged text counts ${merged} observations of ${expected}`);
}

function ended(worker: Worker): Promise<unknown> {
  const gone = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill();
  return gone;
}

if (import.meta.main) await answerAsProcess(merges);
