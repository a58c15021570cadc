import { otel } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { answerRate, errorRatio, unansweredRate } from "../../queries/index.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const family = otel();
const status = family.labels.status;

describe.skipIf(!engineIsBuilt)("a service that hangs", () => {
  const engine = withEngine();

  /** What a question answers when requests end with these counts each second, by status; an empty status is no answer. */
  async function answer(expression: string, perSecond: Readonly<Record<string, number>>): Promise<readonly number[]> {
    const storage = await engine().storage();
    await storage.append(
      Object.entries(perSecond).map(([sent, count]) => ({
        labels: { __name__: `${family.duration.metric}_count`, ...(sent === "" ? {} : { [status]: sent }) },
        timesMillis: Float64Array.of(0, 60_000),
        values: Float64Array.of(0, 60 * count),
      })),
    );
    const result = await storage.instant(expression, 60);
    await storage.dispose();
    if (result.kind !== "vector") throw new Error(result.kind);
    return result.samples.map(({ value }) => Number(value.toPrecision(6)));
  }

  it("shows in the error ratio, though no status says so", async () => {
    expect(await answer(errorRatio(family, [], "2m"), { "": 3, "200": 7, "500": 2 })).toEqual([0.416667]);
  });

  it("shows as requests without an answer, which are 0 while it answers", async () => {
    const [hanging] = await answer(unansweredRate(family, [], "2m"), { "": 3, "200": 7 });
    expect(hanging).toBeGreaterThan(0);
    expect(await answer(unansweredRate(family, [], "2m"), { "200": 7 })).toEqual([0]);
  });

  it("does not show among the answers", async () => {
    expect(await answer(answerRate(family, [], "2m"), { "": 3 })).toEqual([]);
  });
});
