import { sampleLimit } from "@signalbox/contract";
import { plain } from "../numbers.ts";
import { levelStories } from "./level-stories.ts";
import type { SymptomCases } from "./symptom.ts";
import { hold, onStage } from "./symptom-stage.ts";

const samples = "scrape_samples_post_metric_relabeling";

/** The stories of `ExpositionLimitNear`. */
export const expositionLimitNearCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const near = plain(sampleLimit(stage.scope.objectives.service) * 0.8);
    return levelStories(stage, {
      series: (stretches) => [
        stage.gauge(
          samples,
          {},
          stretches.map(({ minutes, level }) => hold(minutes, level)),
        ),
        stage.gauge(samples, {}, [hold(40, 700)], 2),
      ],
      beyond: { level: near + 1, words: "one of two targets exposes a sample more than 80 % of the limit" },
      within: { level: near, words: "a target exposes 80 % of the limit" },
      usual: { level: 900, words: "the target exposes few samples again" },
      firesAt: 15,
      endsWithin: 0,
      idle: [stage.gauge(samples, {}, [hold(25, 600)])],
      lowTraffic: "It reads the size of scrapes, not events.",
    });
  });
