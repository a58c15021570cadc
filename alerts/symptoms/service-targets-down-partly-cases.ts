import { levelStories } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { hold, onStage, silentAt } from "./symptom-stage.ts";

const pods = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The stories of `ServiceTargetsDownPartly`. */
export const serviceTargetsDownPartlyCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => [
    ...levelStories(stage, {
      series: (stretches) =>
        pods.map((pod) =>
          stage.gauge(
            "up",
            {},
            stretches.map(({ minutes, level }) => hold(minutes, pod <= level ? 0 : 1)),
            pod,
          ),
        ),
      beyond: { level: 3, words: "3 of 12 targets do not answer for 15 minutes" },
      within: { level: 2, words: "2 of 12 targets do not answer" },
      usual: { level: 1, words: "two of the three answer again" },
      value: 0.25,
      firesAt: 15,
      endsWithin: 0,
      idle: [stage.gauge("up", {}, [hold(21, 1)])],
      lowTraffic: "It reads whether targets answer their scrapes, not events.",
    }),
    stage.story(
      "fires",
      "it fires while one of four targets answers",
      [1, 2, 3, 4].map((pod) => stage.gauge("up", {}, [hold(18, pod === 1 ? 1 : 0)], pod)),
      [...silentAt(14), { atMinutes: 15, alerts: stage.firing(0.75) }],
    ),
    stage.story(
      "silent",
      "it leaves a service of which no target answers to the page",
      [stage.gauge("up", {}, [hold(25, 0)], 1), stage.gauge("up", {}, [hold(25, 0)], 2)],
      silentAt(15, 20),
    ),
  ]);
