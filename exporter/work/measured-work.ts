import type { WorkOutcome } from "@signalbox/contract";
import type { WorkRows, WorkRuns } from "./work-runs.ts";

/** What may be said of one kind of work. */
export interface WorkOptions<Arguments extends readonly unknown[] = readonly unknown[]> {
  /** Unix time in seconds at which an item was put into the queue, from what the work is called with; by default ages are not measured. */
  readonly enqueuedAtSeconds?: (...item: Arguments) => number | undefined;
  /** Whether an error of a run counts for nothing, such as a cancelled run that the queue gives out again; by default every error is a failure. */
  readonly ignoresError?: (error: unknown) => boolean;
}

/** Any function that does work, sync or async. */
export type WorkFunction<Arguments extends unknown[] = never[], Result = unknown, This = unknown> = (
  this: This,
  ...item: Arguments
) => Result;

/** Wraps a function so that its runs are counted; `this`, arguments, result and errors are those of the function. */
export function measuredWork<Arguments extends unknown[], Result, This>(
  runs: WorkRuns,
  rows: WorkRows,
  work: WorkFunction<Arguments, Result, This>,
  options: WorkOptions<Arguments>,
): WorkFunction<Arguments, Result, This> {
  const end = (startSeconds: number | undefined, outcome: WorkOutcome | undefined): void => {
    if (startSeconds === undefined) return;
    safely(runs, rows, () => runs.end(rows, outcome, () => runs.clocks.monotonic() - startSeconds));
  };
  const failed = (startSeconds: number | undefined, error: unknown): void => {
    const isIgnored = safely(runs, rows, () => options.ignoresError?.(error)) === true;
    end(startSeconds, isIgnored ? undefined : "failure");
  };
  return function run(...item) {
    const startSeconds = safely(runs, rows, () => {
      const now = runs.clocks.monotonic();
      runs.begin(rows);
      return now;
    });
    if (options.enqueuedAtSeconds !== undefined) safely(runs, rows, () => observeAge(runs, rows, item, options));
    let result: Result;
    try {
      result = work.apply(this, item);
    } catch (error) {
      failed(startSeconds, error);
      throw error;
    }
    if (!isThenable(result)) {
      end(startSeconds, "success");
      return result;
    }
    return result.then(
      (value) => {
        end(startSeconds, "success");
        return value;
      },
      (error: unknown) => {
        failed(startSeconds, error);
        throw error;
      },
    ) as Result;
  };
}

function observeAge<Arguments extends readonly unknown[]>(
  runs: WorkRuns,
  rows: WorkRows,
  item: Arguments,
  options: WorkOptions<Arguments>,
): void {
  const enqueuedAtSeconds = options.enqueuedAtSeconds?.(...item);
  if (enqueuedAtSeconds === undefined) return;
  const ageSeconds = runs.clocks.unix() - enqueuedAtSeconds;
  const century = 100 * 365 * 86_400;
  if (!(Math.abs(ageSeconds) < century)) {
    const received = String(enqueuedAtSeconds);
    throw new Error(
      `enqueuedAtSeconds returned ${received}, which is no Unix time in seconds; milliseconds are divided by 1000`,
    );
  }
  // Clocks of machines differ a little: an item from the future has just come.
  runs.waited(rows, Math.max(0, ageSeconds));
}

/** Does what is ours; an error there is counted and does not reach the work. */
function safely<Value>(runs: WorkRuns, rows: WorkRows, step: () => Value): Value | undefined {
  try {
    return step();
  } catch (error) {
    runs.report.error(`work ${rows.name}`, error);
    return undefined;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && typeof (value as { readonly then?: unknown }).then === "function";
}
