import {
  counter,
  defaultWorkBounds,
  defineService,
  exposedMetrics,
  isDefinitionError,
  promClient,
  ratio,
  workSamples,
} from "@signalbox/contract";
import { describe, expect, expectTypeOf, it } from "vitest";

const described = { name: "mailer", team: "storefront", description: "Sends mail." } as const;

const work = { emails: { description: "Sends one email." } };

/** The problems of work as `path code: received → correction`. */
function problemsOf(written: unknown, rest: object = {}): readonly string[] {
  try {
    defineService({ ...described, ...rest, work: written } as Parameters<typeof defineService>[0]);
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, code, received, correction }) => `${path} ${code}: ${received} → ${correction}`);
  }
}

describe("work", () => {
  it("keeps its names, and has bounds where none are written", () => {
    const service = defineService({
      ...described,
      work: { ...work, digest: { description: "Writes the digest.", bounds: [40, 400] } },
    });
    expectTypeOf<keyof typeof service.work>().toEqualTypeOf<"emails" | "digest">();
    expect(service.work).toEqual({
      emails: { description: "Sends one email.", bounds: defaultWorkBounds },
      digest: { description: "Writes the digest.", bounds: [40, 400] },
    });
    expect(defineService(described).work).toEqual({});
  });

  it("is refused with every mistake at once", () => {
    const written = {
      "e mails": { description: "Sends." },
      digest: "Writes the digest.",
      sweep: { descripton: "Removes files.", description: " " },
      index: { description: "Indexes.", bounds: [5, 1] },
    };
    expect(problemsOf(written)).toEqual([
      'work["e mails"] work/name: "e mails" → emails: { description: "Sends an email." }',
      'work.digest work/shape: "Writes the digest." → digest: { description: "What it does, in one sentence." }',
      'work.sweep.descripton key/unknown: "descripton" → description: ...',
      'work.sweep.description text/missing: " " → description: "What it does, in one sentence."',
      "work.index.bounds metric/bounds: [5,1] → [1,5]",
    ]);
    expect(problemsOf("emails")).toEqual([
      'work work/shape: "emails" → work: { emails: { description: "Sends an email." } }',
    ]);
  });

  it("shares at most 100 bounds", () => {
    const bounds = (from: number): readonly number[] => Array.from({ length: 60 }, (_, index) => from + index);
    const written = { a: { description: "A.", bounds: bounds(1) }, b: { description: "B.", bounds: bounds(42) } };
    expect(problemsOf(written)).toEqual(["work work/bounds: 101 → the same bounds for several kinds of work"]);
    expect(problemsOf({ ...written, b: { description: "B.", bounds: bounds(41) } })).toEqual([]);
  });

  it("does not go with metrics of the same names, nor with an exporter that is not ours", () => {
    expect(problemsOf(work, { metrics: { work_runs_total: counter("Runs.") } })).toEqual([
      'metrics.work_runs_total metric/collision: "work_runs_total" → another name',
    ]);
    expect(problemsOf(work, { http: promClient() })).toEqual([
      'work service/exporter-needed: "promClient" → leave out http or work',
    ]);
  });

  it("exposes what it promises, and has a limit of samples", () => {
    const service = defineService({ ...described, work: { ...work, sweep: { description: "Removes files." } } });
    const shown = exposedMetrics(service).filter(({ name }) => name.startsWith("work_"));
    expect(shown.map(({ name, type, labels }) => [name, type, Object.keys(labels).join()])).toEqual([
      ["work_duration_seconds", "histogram", "work,outcome"],
      ["work_age_seconds", "histogram", "work"],
      ["work_active", "gauge", "work"],
      ["work_runs_total", "counter", "work"],
      ["work_failed_runs_total", "counter", "work"],
      ["work_last_success_timestamp_seconds", "gauge", "work"],
    ]);
    expect(workSamples(service.work)).toBe(2 * (3 * (14 + 3) + 4));
    expect(workSamples({})).toBe(0);
  });

  it("can be judged by a ratio of its runs, and only where there is work", () => {
    const service = defineService({
      ...described,
      work,
      indicators: { delivered: ratio({ bad: "work_failed_runs_total", total: "work_runs_total" }) },
    });
    expect(service.indicators.delivered.bad).toBe("work_failed_runs_total");
    expect(() =>
      defineService({
        ...described,
        // @ts-expect-error without work there are no runs
        indicators: { delivered: ratio({ bad: "work_failed_runs_total", total: "work_runs_total" }) },
      }),
    ).toThrow("a ratio names two counters of this service");
  });
});
