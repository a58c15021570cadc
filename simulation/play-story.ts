import { type AppendedSeries, type Engine, type FiringAlert, firingAt, type InstantResult } from "@signalbox/engine";

/** What playing a story needs of an engine. */
export type CaseEngine = Pick<Engine, "storage" | "rules">;

/** Samples to begin with, and what is looked at afterwards. */
export interface Story {
  readonly series: readonly AppendedSeries[];
  /** Minutes from one run of the rules to the next, the first at minute 0; default 1. */
  readonly everyMinutes?: number;
  /** The minutes at which firing alerts are looked at. */
  readonly minutes: readonly number[];
  readonly questions: readonly { readonly expression: string; readonly atMinutes: number }[];
}

/** What was there at the minutes of a story. */
export interface Played {
  /** For each of the story's minutes, all firing alerts. */
  readonly firing: readonly (readonly FiringAlert[])[];
  /** For each of the story's questions, what Prometheus answers. */
  readonly answers: readonly InstantResult[];
  /** Errors that rules had while they were evaluated, in Prometheus's own words. */
  readonly ruleErrors: readonly { readonly group: string; readonly name: string; readonly message: string }[];
}

/** Rules that run at a few minutes only, after all others have run; what they record only questions read. */
export interface LateRules {
  readonly ruleFileText: string;
  readonly minutes: readonly number[];
}

/**
 * Plays a story on a storage of its own, as `promtool test rules` would with the story's evaluation interval.
 * @param ruleFileText a rule file in YAML or JSON
 * @throws {RulesInvalid} when Prometheus would not load the rule file
 */
export async function playStory(
  engine: CaseEngine,
  ruleFileText: string,
  story: Story,
  late?: LateRules,
): Promise<Played> {
  const rules = await engine.rules(ruleFileText);
  const lateRules = late === undefined ? undefined : await engine.rules(late.ruleFileText);
  const storage = await engine.storage();
  try {
    await storage.append(story.series);
    const lastMinute = Math.max(0, ...story.minutes, ...story.questions.map(({ atMinutes }) => atMinutes));
    const evaluation = await rules.evaluateRange(storage, {
      startMillis: 0,
      endMillis: minuteMillis(lastMinute),
      stepSeconds: (story.everyMinutes ?? 1) * 60,
    });
    const lateErrors = [];
    for (const minute of late?.minutes ?? []) {
      const at = { startMillis: minuteMillis(minute), endMillis: minuteMillis(minute), stepSeconds: 60 };
      lateErrors.push(...((await lateRules?.evaluateRange(storage, at))?.errors ?? []));
    }
    const answers: InstantResult[] = [];
    for (const { expression, atMinutes } of story.questions) {
      answers.push(await storage.instant(expression, atMinutes * 60));
    }
    return {
      firing: story.minutes.map((minute) => firingAt(evaluation, minuteMillis(minute))),
      answers,
      ruleErrors: [...evaluation.errors, ...lateErrors].map(({ group, name, message }) => ({ group, name, message })),
    };
  } finally {
    // An engine that started afresh has lost both, and its own error says why.
    await rules.dispose().catch(() => undefined);
    await lateRules?.dispose().catch(() => undefined);
    await storage.dispose().catch(() => undefined);
  }
}

/** A minute of a story as a time of the engine. */
export const minuteMillis = (minutes: number): number => minutes * 60_000;
