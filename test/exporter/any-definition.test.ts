import { counter, defineService, gauge, histogram, type Metric, open } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/);
const text = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((value) => value.trim() !== "");
const listed = fc.uniqueArray(
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }).filter((value) => value !== "__overflow__"),
  { minLength: 1, maxLength: 4 },
);
const labels = fc.dictionary(
  word.map((name) => `in_${name}`),
  fc.oneof(
    listed,
    fc.integer({ min: 1, max: 12 }).map((max) => open({ max })),
  ),
  { maxKeys: 3 },
);
const bounds = fc
  .uniqueArray(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 8 })
  .map((numbers) => numbers.map((number) => number + 0).sort((left, right) => left - right));
const metric = fc.oneof(
  fc.tuple(text, labels).map(([help, sets]) => counter(help, sets)),
  fc.tuple(text, labels).map(([help, sets]) => gauge(help, sets)),
  fc
    .record({ help: text, sets: labels, bounds, native: fc.boolean() })
    .map(({ help, sets, bounds: edges, native }) => histogram(help, { bounds: edges, labels: sets, native })),
);
const metrics = fc
  .dictionary(word, metric, { minKeys: 1, maxKeys: 4 })
  .map((named) =>
    Object.fromEntries(
      Object.entries(named).map(([name, one]) => [`any_${name}${one.type === "counter" ? "_total" : "_things"}`, one]),
    ),
  );
const update = fc.record({
  pick: fc.nat(),
  values: fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 150 }), fc.anything()), { maxLength: 3 }),
  amount: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
});

const formats = [
  "text/plain; version=0.0.4",
  "text/plain; version=1.0.0; escaping=allow-utf-8",
  "application/openmetrics-text; version=1.0.0",
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
];

/** A metric's handle, for labels that no type describes. */
interface AnyHandle {
  readonly inc?: (...update: readonly unknown[]) => void;
  readonly observe?: (...update: readonly unknown[]) => void;
}

function updateAny(signals: Signals, name: string, one: Metric, values: readonly unknown[], amount: number): void {
  const names = Object.keys(one.labels);
  const handle = signals.metrics[name] as unknown as AnyHandle;
  const set = Object.fromEntries(
    names.map((label, index) => {
      const allowed = one.labels[label];
      const value = values[index];
      return [label, Array.isArray(allowed) && index !== 0 ? allowed[0] : value];
    }),
  );
  const told = names.length === 0 ? [amount] : [set, amount];
  if (one.type === "histogram") handle.observe?.(...told);
  else handle.inc?.(...told);
}

describe.skipIf(!engineIsBuilt)("any definition and any label values", () => {
  const engine = withEngine();

  it("give in every format what Prometheus takes, without doubles, and with every count exact", async () => {
    await fc.assert(
      fc.asyncProperty(metrics, fc.array(update, { maxLength: 40 }), async (named, updates) => {
        const service = defineService({
          name: "any",
          team: "any",
          description: "Any.",
          process: "none",
          metrics: named,
        });
        const signals = instrument(service, { log: () => undefined }) as unknown as Signals;
        const expected = new Map(Object.keys(named).map((name) => [name, 0]));
        for (const { pick, values, amount } of updates) {
          const [name, one] = Object.entries(named)[pick % expected.size] ?? ["", undefined];
          if (one === undefined) continue;
          updateAny(signals, name, one, values, amount);
          expected.set(name, (expected.get(name) ?? 0) + (one.type === "histogram" ? 1 : amount));
        }
        for (const accept of formats) {
          const { chunks, contentType } = await signals.scrape({ accept });
          const { problems, samples } = await engine().readExposition(Buffer.concat(chunks), contentType);
          expect(problems.filter(({ kind }) => kind !== "lint")).toEqual([]);
          for (const [name, one] of Object.entries(named)) {
            const counted = one.type === "histogram" ? `${name}_count` : name;
            const sum = samples
              .filter((sample) => sample.labels["__name__"] === counted)
              .reduce((total, { value }) => total + value, 0);
            expect([accept, name, sum]).toEqual([accept, name, expect.closeTo(expected.get(name) ?? 0, 3)]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
