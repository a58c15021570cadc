import { gap } from "./gap.ts";
import { memory } from "./memory.ts";
import { merge } from "./merge.ts";
import { middleware } from "./middleware.ts";
import { million } from "./million.ts";
import { native } from "./native.ts";
import { observe } from "./observe.ts";
import { requests } from "./requests.ts";
import { ruleCost } from "./rule-cost.ts";
import { scrape } from "./scrape.ts";
import { simulate } from "./simulate.ts";
import type { Question } from "./support/question.ts";

/** Every question of the benchmark, in the order of the report. */
export const questions: readonly Question[] = [
  observe,
  middleware,
  requests,
  scrape,
  gap,
  million,
  memory,
  merge,
  native,
  simulate,
  ruleCost,
];
