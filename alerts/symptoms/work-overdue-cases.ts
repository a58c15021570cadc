import { workLabel, workMetrics } from "@signalbox/contract";
import type { GaugeSegment, InputSeries } from "../cases/behaviour-case.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, silentAt } from "./symptom-stage.ts";

/** The stories of `WorkOverdue`. Time begins at 0, so a success at minute m has the time 60 m. */
export const workOverdueCases: SymptomCases = (placed) =>
  onStage(placed, ({ scope, story, firing, gauge, counter }) => {
    const work = placed.alert.labels[workLabel] ?? "";
    const limit = scope.objectives.symptoms.work.find((one) => one.work === work);
    if (limit === undefined) return [];
    const allowed = Math.ceil(limit.successWithinSeconds / 60);
    const labels = { [workLabel]: work };
    const success = (segments: readonly GaugeSegment[], pod = 1): InputSeries =>
      gauge(workMetrics.lastSuccess, labels, segments, pod);
    const runs = (minutes: number): InputSeries => counter(workMetrics.runs, labels, [grow(minutes, 0)]);
    const first = 3;
    const late = first + allowed + 1;
    /** The first success is so that no more than the allowed time has passed a minute before it is late. */
    const succeededAt = (first + allowed) * 60 - limit.successWithinSeconds;
    const since = (minute: number): number => minute * 60 - succeededAt;
    return [
      {
        ...story(
          "fires",
          "it fires when the last success is longer ago than allowed",
          [success([hold(late + 6, succeededAt)]), success([hold(late + 6, 30)], 2), runs(late + 5)],
          [...silentAt(late - 1), { atMinutes: late, alerts: firing(since(late), labels) }],
          ["fires", "silentJustBelow"],
        ),
        notApplicable: { silentAtLowTraffic: "One success is all that is asked for." },
      },
      story(
        "fires",
        "it fires when it never succeeded since it is known",
        [runs(allowed + 5)],
        [...silentAt(allowed - 1), { atMinutes: allowed + 1, alerts: firing(limit.successWithinSeconds, labels) }],
      ),
      story(
        "fires",
        "it fires when the only instance that succeeded is gone",
        [success([hold(first + 2, succeededAt)]), runs(2 * allowed + 15)],
        [
          ...silentAt(late - 1),
          { atMinutes: late, alerts: firing(since(late), labels) },
          { atMinutes: 2 * allowed + 10, alerts: firing(limit.successWithinSeconds, labels) },
        ],
      ),
      story(
        "silent",
        "it stays silent while one of two instances succeeds",
        [
          success([hold(late + 6, first * 60)], 1),
          success([hold(late - 2, 60), hold(8, (late - 2) * 60)], 2),
          runs(late + 5),
        ],
        silentAt(late, late + 3),
      ),
      story(
        "silent",
        "it stays silent when the last success of an instance that is gone is recent",
        [success([hold(first + 2, first * 60)]), runs(first + allowed)],
        silentAt(first + allowed - 1),
        ["silentWithoutTraffic"],
      ),
      story(
        "silent",
        "it stays silent when nobody does such work any more",
        [gauge(workMetrics.runs, labels, [hold(1, 0)])],
        silentAt(allowed + 4),
      ),
      story("silent", "it stays silent without data", [], silentAt(allowed, late), ["silentWithoutData"]),
      story(
        "clears",
        "it ends with the next success",
        [success([hold(late + 3, succeededAt), hold(8, (late + 3) * 60)]), runs(late + 10)],
        [{ atMinutes: late, alerts: firing(since(late), labels) }, ...silentAt(late + 3)],
        ["clears"],
      ),
    ];
  });
