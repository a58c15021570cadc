import { requestsIn } from "./support/counted-requests.ts";
import { bare, middlewareSubjects } from "./support/express-subjects.ts";
import { helperProcess } from "./support/helper-process.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { peer } from "./support/peer.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";

interface LoadResult {
  readonly requests: { readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly duration: number;
  readonly non2xx: number;
  readonly errors: number;
}

interface ServerState {
  readonly cpuMicroseconds: number;
  /** What a scrape returns; empty where nothing is measured. */
  readonly text: string;
}

export const requests: Question = {
  key: "requests",
  title: "Requests for each second, end to end",
  method:
    "An Express 5 application with one JSON route, held to one core, asked over 50 connections of the loopback by autocannon on another. The subjects take turns; ratios are taken within a turn.",
  subjects: [bare, ...middlewareSubjects, "opentelemetry"],
  measures: {
    rate: { words: "requests", unit: "1/s" },
    cpu: { words: "processor time of a request", unit: "us" },
    p99: { words: "99th percentile of latency", unit: "ms" },
  },
  targets: [
    times("prom-client", 1),
    ...[bare, "@prometheus-io/client", "@promster/express", "express-prom-bundle", "prometheus-api-metrics"].map(
      (subject) => times(subject),
    ),
    times("opentelemetry"),
  ],
  rounds: { full: 5, quick: 1 },
  core: 1,
};

function times(subject: string, atLeast?: number): Question["targets"][number] {
  return {
    what: `requests for each second, times those of ${nameOf(subject)}`,
    value: { subject: ours, measure: "rate" },
    over: { subject, measure: "rate" },
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

function nameOf(subject: string): string {
  if (subject === bare) return "the application without metrics";
  return subject.includes("client") ? `a middleware written by hand with ${subject}` : subject;
}

async function served(subject: string, effort: Effort): Promise<Samples> {
  const [warmUpSeconds, seconds] = effort === "quick" ? [0.7, 1] : [1.3, 2.5];
  const [{ port }, server] = await helperProcess<object, { readonly port: number }, ServerState>(
    "express-server.ts",
    [subject],
    0,
  );
  await load(port, warmUpSeconds);
  const before = await server.ask({});
  const { requests, latency, duration } = await load(port, seconds);
  const after = await server.ask({});
  await server.end();
  const counted = requestsIn(after.text) - requestsIn(before.text);
  if (subject !== bare && counted < requests.total) {
    throw new Error(`${subject} counted ${counted} of ${requests.total} requests`);
  }
  return {
    rate: [requests.total / duration],
    cpu: [(after.cpuMicroseconds - before.cpuMicroseconds) / requests.total],
    p99: [latency.p99],
  };
}

async function load(port: number, seconds: number): Promise<LoadResult> {
  const autocannon = peer<(options: object) => Promise<LoadResult>>("autocannon");
  const result = await autocannon({ url: `http://127.0.0.1:${port}/users/17`, connections: 50, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were no 2xx, ${result.errors} requests failed`);
  }
  return result;
}

if (import.meta.main) await answerAsProcess(served);
