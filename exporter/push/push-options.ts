import type { GroupingKey } from "./push-address.ts";

/** Where and how to push. */
export interface PushTarget {
  /** Address of the Pushgateway, `http://pushgateway:9091`; a path before `/metrics` is kept. */
  readonly url: string;
  /** The group's label `job`; default the service's name. */
  readonly job?: string;
  /** Further labels of the group; default none. A label per run makes a group per run, which stays until it is deleted. */
  readonly groupingKey?: GroupingKey;
  /** Headers of the request, such as `authorization`; default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often to try again after a connection error, 408, 429 or 5xx; default 3. */
  readonly retries?: number;
  /** Seconds after which all of it is given up; default 10. */
  readonly deadlineSeconds?: number;
  /** Sends a request; default the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** What `push` is told. */
export interface PushOptions extends PushTarget {
  /**
   * `replace`, the default, makes the group what this process exposes. `add` replaces metrics of the same names only, so that
   * the time of the last success survives a run that failed.
   */
  readonly mode?: "replace" | "add";
}

/** The options that must be numbers, with what they are by default. */
const pushDefaults = { retries: 3, deadlineSeconds: 10 } as const;

/** The numbers of a target. @throws {Error} when one cannot be meant */
export function pushLimits(target: PushTarget): { readonly retries: number; readonly deadlineSeconds: number } {
  const { retries, deadlineSeconds } = { ...pushDefaults, ...definedOf(target) };
  if (!Number.isInteger(retries) || retries < 0 || retries > 100) {
    throw new Error(`push: retries is ${String(retries)}. Write a whole number from 0 to 100: retries: 3.`);
  }
  if (!(deadlineSeconds > 0 && deadlineSeconds <= 3600)) {
    throw new Error(
      `push: deadlineSeconds is ${String(deadlineSeconds)}. Write seconds above 0 and up to 3600: deadlineSeconds: 10.`,
    );
  }
  return { retries, deadlineSeconds };
}

function definedOf(target: PushTarget): { retries?: number; deadlineSeconds?: number } {
  return {
    ...(target.retries === undefined ? {} : { retries: target.retries }),
    ...(target.deadlineSeconds === undefined ? {} : { deadlineSeconds: target.deadlineSeconds }),
  };
}
