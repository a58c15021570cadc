import { requestsIn } from "./support/counted-requests.ts";
import { type Exchange, Exchanges } from "./support/exchanges.ts";
import { expressSubject, middlewareSubjects } from "./support/express-subjects.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";
import { milliseconds } from "./support/stopwatch.ts";

const batchSize = 200;

export const middleware: Question = {
  key: "middleware",
  title: "Work of the middleware for each request",
  method:
    "Microseconds that a middleware adds to a request of Express 5, without sockets: batches of 200 real requests and responses go from the middleware to the closed response, with it and without it in turns, and the difference is what it adds. Ours counts three indicators too. Packages run with their defaults and the same bounds.",
  subjects: middlewareSubjects,
  measures: { added: { words: "added to a request", unit: "us" } },
  targets: [
    times("express-prom-bundle", 4),
    times("prom-client", 1),
    times("@prometheus-io/client"),
    times("@promster/express"),
    times("prometheus-api-metrics"),
  ],
  rounds: { full: 4, quick: 1 },
};

function times(subject: string, atLeast?: number): Question["targets"][number] {
  const what = subject.includes("client") ? `a middleware written by hand with ${subject}` : subject;
  return {
    what: `middleware work, times less than ${what}`,
    value: { subject, measure: "added" },
    over: { subject: ours, measure: "added" },
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

async function added(subject: string, effort: Effort): Promise<Samples> {
  const { middleware, text } = expressSubject(subject);
  if (middleware === undefined || text === undefined) throw new Error(`${subject} brings no middleware`);
  const exchanges = new Exchanges();
  const measured = ({ request, response }: Exchange): void => middleware(request, response, nothing);
  const microseconds = async (begin: (exchange: Exchange) => void): Promise<number> => {
    const batch = exchanges.batch(batchSize);
    return ((await milliseconds(() => exchanges.answered(batch, begin))) * 1000) / batchSize;
  };
  const [warmUps, rounds] = effort === "quick" ? [40, 30] : [100, 150];
  for (let round = 0; round < warmUps; round++) {
    await microseconds(measured);
    await microseconds(nothing);
  }
  const differences: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const isFirst = round % 2 === 0;
    const one = await microseconds(isFirst ? measured : nothing);
    const other = await microseconds(isFirst ? nothing : measured);
    differences.push(isFirst ? one - other : other - one);
  }
  const requests = (warmUps + rounds) * batchSize;
  const counted = requestsIn(await text());
  if (counted !== requests) throw new Error(`${subject} counted ${counted} of ${requests} requests`);
  return { added: differences };
}

function nothing(): void {}

if (import.meta.main) await answerAsProcess(added);
