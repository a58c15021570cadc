import type { QuerySource, SourceSeries } from "../../queries/index.ts";
import { joinedSpans } from "./joined-spans.ts";

/** An answer to keep, and what it answers. */
export interface KeptQuestion {
  readonly expression: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly stepSeconds: number;
}

/** Where answers are kept between runs. */
export interface AnswerStore {
  readonly read: (question: KeptQuestion) => Promise<readonly SourceSeries[] | undefined>;
  readonly write: (question: KeptQuestion, answer: readonly SourceSeries[]) => Promise<void>;
}

const daySeconds = 86_400;

/** A source that is asked for one day (UTC) at a time, so that no answer is large and a run that was ended can go on. */
export function dailySource(source: Pick<QuerySource, "range">, store?: AnswerStore): Pick<QuerySource, "range"> {
  const day = async (question: KeptQuestion): Promise<readonly SourceSeries[]> => {
    const kept = await store?.read(question);
    if (kept !== undefined) return kept;
    const { expression, startSeconds, endSeconds, stepSeconds } = question;
    const answer = await source.range(expression, startSeconds, endSeconds, stepSeconds);
    await store?.write(question, answer);
    return answer;
  };
  return {
    range: async (expression, startSeconds, endSeconds, stepSeconds) => {
      const days: (readonly SourceSeries[])[] = [];
      for (let from = startSeconds; from <= endSeconds; ) {
        const nextDay = (Math.floor(from / daySeconds) + 1) * daySeconds;
        const steps = Math.ceil((nextDay - from) / stepSeconds);
        const until = Math.min(endSeconds, from + (steps - 1) * stepSeconds);
        days.push(await day({ expression, startSeconds: from, endSeconds: until, stepSeconds }));
        from += steps * stepSeconds;
      }
      return joinedSpans(days);
    },
  };
}
