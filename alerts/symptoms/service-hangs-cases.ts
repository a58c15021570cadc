import type { InputSeries } from "../cases/behaviour-case.ts";
import { requestSeries, scannerSeries } from "./request-series.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, type Stage, silentAt } from "./symptom-stage.ts";

/** The stories of `ServiceHangs`. */
export const serviceHangsCases: SymptomCases = (placed) =>
  onStage(placed, (stage) => {
    const { story, firing } = stage;
    const flight = (...values: readonly number[]): InputSeries => inFlight(stage, values);
    const healthy = repeated(11, 2);
    const waiting = counting(3, 20, 10);
    return [
      story(
        "fires",
        "it fires when requests pile up and none is answered for 5 minutes",
        [requestSeries(stage, "200", [grow(10, 60), grow(10, 0)]), flight(...healthy, ...waiting)],
        [...silentAt(10, 14), { atMinutes: 15, alerts: firing(3) }],
        ["fires"],
      ),
      story(
        "fires",
        "it fires when every client gives up after a while, and when scanners get their 404",
        [
          requestSeries(stage, "200", [grow(10, 60), grow(10, 0)]),
          requestSeries(stage, "", [grow(10, 0), grow(10, 30)]),
          scannerSeries(stage, [grow(20, 3)]),
          flight(...healthy, ...repeated(10, 12)),
        ],
        [...silentAt(10, 14), { atMinutes: 15, alerts: firing(12) }],
      ),
      story(
        "fires",
        "it fires when a new version has not answered a single request",
        [stage.gauge("up", {}, [hold(12, 1)]), flight(...waiting)],
        [...silentAt(0, 3, 5), { atMinutes: 6, alerts: firing(3) }],
      ),
      story(
        "silent",
        "it stays silent while one request a minute is answered",
        [requestSeries(stage, "200", [grow(10, 60), grow(10, 1)]), flight(...healthy, ...waiting)],
        silentAt(15, 20),
        ["silentJustBelow"],
      ),
      story(
        "silent",
        "it stays silent while a stream is open all night and nobody else calls",
        [requestSeries(stage, "200", [grow(10, 60), grow(20, 0)]), flight(...healthy, ...repeated(20, 1))],
        silentAt(15, 20, 30),
        ["silentWithoutTraffic"],
      ),
      story(
        "silent",
        "it stays silent when three slow requests are all there is",
        [
          requestSeries(stage, "200", [grow(10, 60), grow(20, 0)]),
          flight(...repeated(11, 1), 2, 3, ...repeated(18, 4)),
        ],
        silentAt(14, 15, 16, 17, 30),
        ["silentAtLowTraffic"],
      ),
      story(
        "silent",
        "it stays silent when requests come in a moment after a long rest",
        [requestSeries(stage, "200", [grow(30, 0)]), flight(...repeated(24, 0), 40, 80)],
        silentAt(24, 25),
      ),
      story(
        "clears",
        "it ends with the first answers",
        [
          requestSeries(stage, "200", [grow(10, 60), grow(10, 0), grow(5, 60)]),
          flight(...healthy, ...waiting, 9, 2, 2),
        ],
        [{ atMinutes: 18, alerts: firing(73) }, ...silentAt(22)],
        ["clears"],
      ),
      story("silent", "it stays silent without data", [], silentAt(15), ["silentWithoutData"]),
    ];
  });

/** Requests in flight, one value a minute. */
function inFlight(stage: Stage, values: readonly number[]): InputSeries {
  const { activeRequests = "", labels } = stage.scope.objectives.service.http;
  return stage.gauge(
    activeRequests,
    { [labels.method]: "GET" },
    values.map((value) => hold(1, value)),
  );
}

function repeated(count: number, value: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}

function counting(first: number, step: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index * step);
}
