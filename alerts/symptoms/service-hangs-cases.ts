import type { CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import { requestSeries, scannerSeries } from "./request-series.ts";
import { fullPoolStories } from "./service-hangs-pool-cases.ts";
import { counting, inFlight, repeated } from "./service-hangs-series.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, silentAt } from "./symptom-stage.ts";

/** The stories of `ServiceHangs`. */
export const serviceHangsCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const { story, firing } = stage;
    const flight = (...values: readonly number[]): InputSeries => inFlight(stage, values);
    const second = (values: readonly number[]): InputSeries => inFlight(stage, values, 2);
    const answered = (...segments: readonly CounterSegment[]): InputSeries => requestSeries(stage, "200", segments);
    const healthy = repeated(11, 2);
    const waiting = counting(3, 20, 10);
    return [
      story(
        "fires",
        "it fires when requests pile up and none is answered for 5 minutes",
        [answered(grow(10, 60), grow(10, 0)), flight(...healthy, ...waiting), second(repeated(20, 4))],
        [...silentAt(10, 14), { atMinutes: 15, alerts: firing(7) }],
        ["fires"],
      ),
      story(
        "fires",
        "it fires when one client a minute gives up, and when scanners get their 404",
        [
          answered(grow(10, 60), grow(10, 0)),
          requestSeries(stage, "", [grow(10, 0), grow(10, 1)]),
          requestSeries(stage, "", [grow(20, 0)], { pod: 2 }),
          scannerSeries(stage, [grow(20, 3)]),
          flight(...repeated(20, 12)),
        ],
        [...silentAt(10, 15), { atMinutes: 16, alerts: firing(12) }],
      ),
      story(
        "fires",
        "it fires when a new version has not answered a single request, of which one more comes each minute",
        [stage.gauge("up", {}, [hold(12, 1)]), flight(...counting(3, 1, 12)), second(repeated(12, 2))],
        [...silentAt(0, 3, 5), { atMinutes: 6, alerts: firing(7) }],
      ),
      story(
        "fires",
        "it fires 5 minutes after the first request that waits, when none was in flight before",
        [answered(grow(20, 0)), flight(...repeated(11, 0), 1, 1, ...counting(4, 5, 7))],
        [...silentAt(16), { atMinutes: 17, alerts: firing(4) }],
      ),
      story(
        "silent",
        "it stays silent while one request a minute is answered",
        [answered(grow(10, 60), grow(10, 1)), flight(...healthy, ...waiting)],
        silentAt(15, 20),
        ["silentJustBelow"],
      ),
      story(
        "silent",
        "it stays silent while streams that opened before stay open all night, and only scanners call",
        [
          answered(grow(10, 60), grow(10, 0)),
          requestSeries(stage, "", [grow(4, 0), grow(6, 2), grow(10, 0)]),
          scannerSeries(stage, [grow(20, 3)]),
          flight(...repeated(8, 1), 4, 6, ...repeated(11, 8)),
        ],
        silentAt(15, 17, 20),
        ["silentWithoutTraffic"],
      ),
      story(
        "silent",
        "it stays silent when three slow requests are all there is",
        [answered(grow(10, 60), grow(10, 0)), flight(...repeated(11, 1), 2, 3, ...repeated(8, 4))],
        silentAt(14, 15, 16, 17, 20),
        ["silentAtLowTraffic"],
      ),
      story(
        "silent",
        "it stays silent when requests come in a moment after a long rest",
        [answered(grow(16, 0)), flight(...repeated(14, 0), 40, 80)],
        silentAt(14, 15),
      ),
      story(
        "silent",
        "it stays silent when no request was in flight for a moment",
        [answered(grow(18, 0)), flight(...repeated(13, 3), 0, 1, 5, 9, 14)],
        silentAt(16, 17),
      ),
      story(
        "clears",
        "it ends 15 minutes after the first answers",
        [answered(grow(10, 60), grow(10, 0), grow(20, 60)), flight(...healthy, ...waiting, 9, ...repeated(18, 2))],
        [
          { atMinutes: 18, alerts: firing(63) },
          ...[22, 35].map((atMinutes) => ({ atMinutes, alerts: firing(103) })),
          ...silentAt(36, 38),
        ],
        ["clears"],
      ),
      story("silent", "it stays silent without data", [], silentAt(15), ["silentWithoutData"]),
      ...fullPoolStories(stage),
    ];
  });
