import { sumBy } from "./aggregate.ts";
import { type Matcher, selector } from "./selector.ts";

/** 1 for each scraped target that answers, 0 for each that does not. */
export function targetUp(where: readonly Matcher[]): string {
  return selector("up", where);
}

/** How many targets answer, by the given labels, or answered so long ago. */
export function targetsUp(where: readonly Matcher[], by: readonly string[], ago?: string): string {
  return sumBy(by, ago === undefined ? targetUp(where) : `${targetUp(where)} offset ${ago}`);
}

/** How many targets Prometheus knows, whether they answer or not. */
export function targetsKnown(where: readonly Matcher[]): string {
  return `count(${targetUp(where)})`;
}

/** 1 when no target is known at all. */
export function targetsAbsent(where: readonly Matcher[]): string {
  return `absent(${targetUp(where)})`;
}
