import { startEngine } from "@signalbox/engine";
import demo from "../../demo/signalbox.config.ts";
import { defaultTraffic, simulate as simulateIncident } from "../../simulation/index.ts";
import { answerAsProcess } from "./support/measuring-process.ts";
import { type Effort, ours, type Question, type Samples } from "./support/question.ts";

export const simulate: Question = {
  key: "simulate",
  title: "Simulating an incident",
  method:
    "The objectives of the example: 28 days of recorded history, then three days at steps of a minute, in which a tenth of all requests fails for 20 minutes. What is told is the time from a started engine to the result.",
  subjects: [ours],
  measures: { simulated: { words: "the example's objectives", unit: "s" } },
  targets: [
    {
      what: "three simulated days after 28 of history, s",
      value: { subject: ours, measure: "simulated" },
      atMost: 8,
    },
  ],
  rounds: { full: 3, quick: 1 },
};

async function simulations(_subject: string, effort: Effort): Promise<Samples> {
  const engine = await startEngine();
  const [objectives] = demo.services;
  const [environment] = demo.environments;
  if (objectives === undefined || environment === undefined) throw new Error("the example has no service");
  const simulated: number[] = [];
  for (let round = 0; round < (effort === "quick" ? 1 : 3); round++) {
    const start = performance.now();
    const { alerts } = await simulateIncident(engine, {
      config: demo,
      objectives,
      environment,
      incident: { fault: { kind: "errors", errorRatio: 0.1 }, durationMinutes: 20 },
      traffic: defaultTraffic,
    });
    simulated.push((performance.now() - start) / 1000);
    if (alerts.length === 0) throw new Error("no alert fired, so something else was measured");
  }
  await engine.close();
  return { simulated };
}

if (import.meta.main) await answerAsProcess(simulations);
