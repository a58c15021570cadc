import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realTool } from "../support/real-tools.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { ours, type Question, type Samples } from "./support/question.ts";
import { backfill, type HistorySeries, type Stretch } from "./support/rule-cost/history.ts";
import { ourRules } from "./support/rule-cost/our-rules.ts";
import { type EvaluatedRules, pyrraRules, slothRules } from "./support/rule-cost/peer-rules.ts";
import { type SourceQuestion, sourceQuestions } from "./support/rule-cost/questions.ts";
import { podCount, rawSeries } from "./support/rule-cost/raw-series.ts";
import { historyServer } from "./support/rule-cost/server.ts";

const sloth = "Sloth";
const pyrra = "Pyrra";

export const ruleCost: Question = {
  key: "rule-cost",
  title: "Samples that the rules of an objective read",
  method:
    "A real Prometheus with backfilled history at one-minute scrapes evaluates every rule of a service with one objective of 99.9 % over 28 days, once. The value is the sum of `totalQueryableSamples` that its query API tells. Peers' rules are those that they generate for the same objective, written as the same questions. The counters of an indicator are 10 series on 5 pods; a family of the service's own has 200 series for each of its names. Only what the rules read is backfilled: 28 days of what is recorded, and of raw series as far back as a rule looks. Pyrra's rules look 28 days back at raw series; they are measured on one pod and counted five times.",
  subjects: [ours, sloth, pyrra],
  quickSubjects: [ours, sloth],
  measures: {
    indicator: { words: "an indicator, every rule", unit: "samples" },
    status: { words: "status codes, every rule", unit: "samples" },
    latency: { words: "latency buckets, every rule", unit: "samples" },
    indicatorObjective: { words: "an indicator, rules of the objective", unit: "samples" },
    statusObjective: { words: "status codes, rules of the objective", unit: "samples" },
    latencyObjective: { words: "latency buckets, rules of the objective", unit: "samples" },
  },
  targets: [
    limit("indicator", "an indicator on 5 pods", 40_000),
    limit("status", "status codes of 200 series", 80_000),
    limit("latency", "latency of 200 series", 90_000),
    ...[sloth, pyrra].flatMap((peer) =>
      (["indicator", "status", "latency"] as const).map((measure) => ({
        what: `samples for ${measure}, times fewer than ${peer}`,
        value: { subject: peer, measure },
        over: { subject: ours, measure },
      })),
    ),
  ],
  rounds: { full: 1, quick: 1 },
};

function limit(measure: string, words: string, atMost: number): Question["targets"][number] {
  return { what: `samples of all rules of ${words}`, value: { subject: ours, measure }, atMost };
}

interface Evaluated extends EvaluatedRules {
  readonly question: SourceQuestion;
  readonly symptoms: readonly string[];
}

function evaluatedBy(subject: string, question: SourceQuestion): Evaluated {
  if (subject === sloth) return { question, symptoms: [], ...slothRules(question) };
  if (subject === pyrra) return { question, symptoms: [], ...pyrraRules(question) };
  return { question, ...ourRules(question) };
}

async function cost(subject: string): Promise<Samples> {
  const [prometheus, promtool] = [realTool("prometheus"), realTool("promtool")];
  if (prometheus === undefined || promtool === undefined) {
    throw new Error('prometheus and promtool are neither in .tools/bin nor on PATH: run "npm run tools".');
  }
  const samples: Record<string, number[]> = {};
  for (const question of sourceQuestions) {
    const evaluated = evaluatedBy(subject, question);
    const folder = await mkdtemp(join(tmpdir(), "signalbox-rule-cost-"));
    try {
      await backfill(promtool, folder, historyOf(evaluated));
      const { objective, symptoms } = await samplesReadBy(evaluated, prometheus, folder);
      samples[`${question.source}Objective`] = [objective];
      samples[question.source] = [objective + symptoms];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return samples;
}

async function samplesReadBy(
  { expressions, onePodExpressions = [], symptoms }: Evaluated,
  prometheus: string,
  folder: string,
): Promise<{ readonly objective: number; readonly symptoms: number }> {
  const server = await historyServer(prometheus, folder);
  const readBy = async (asked: readonly string[]): Promise<number> => {
    let sum = 0;
    for (const expression of asked) sum += await server.samplesRead(expression);
    return sum;
  };
  try {
    const objective = (await readBy(expressions)) + (await readBy(onePodExpressions)) * podCount;
    return { objective, symptoms: await readBy(symptoms) };
  } finally {
    await server.stop();
  }
}

function historyOf({
  question,
  rawMinutes,
  recorded,
  symptoms,
  onePodExpressions,
}: Evaluated): readonly HistorySeries[] {
  const week = 7 * 1440;
  const weeksBefore = symptoms.length === 0 ? [] : [1, 2, 3, 4].map((weeks) => weeks * week);
  const stretches: readonly Stretch[] = [...weeksBefore.reverse(), 0].map((minutes) => ({
    fromMinutes: minutes + rawMinutes,
    toMinutes: minutes,
  }));
  const { indicator } = question;
  const labels = {
    namespace: "live",
    job: "shop",
    sli: indicator,
    slo: "shop-availability",
    sloth_id: "shop-availability",
  };
  return [
    ...rawSeries(question, stretches, onePodExpressions === undefined ? podCount : 1),
    ...recorded.map(({ metric, minutes }) => ({
      metric,
      labels,
      perMinute: 0,
      value: 0.0002,
      stretches: [{ fromMinutes: minutes, toMinutes: 0 }],
    })),
  ];
}

if (import.meta.main) await answerAsProcess(cost);
