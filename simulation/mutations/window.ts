import { durationOf, secondsOf } from "./durations.ts";
import type { Change, ChangesOf } from "./mutation.ts";

const factors = [0.5, 2];

/** A window, the step of a subquery or an offset of half and twice its length. */
export const windowChanges: ChangesOf = (node, text) => {
  const whole = text.slice(node.position.start, node.position.end);
  if (node.kind === "selector") return offsetChanges(node.position.start, whole, node.offsetSeconds);
  if (node.kind !== "range" && node.kind !== "subquery") return [];
  const inner = node.kind === "range" ? node.selector : node.expression;
  const tailStart = inner.position.end;
  const tail = text.slice(tailStart, node.position.end);
  const [, before = "", range = "", colon = "", step = ""] =
    /^(\s*\[\s*)([^\]:\s]+)(\s*:?\s*)([^\]\s]*)\s*\]/.exec(tail) ?? [];
  const rangeStart = tailStart + before.length;
  const offset = node.kind === "range" ? node.selector.offsetSeconds : node.offsetSeconds;
  return [
    ...resized("window", range, rangeStart),
    ...resized("step", step, rangeStart + range.length + colon.length),
    ...offsetChanges(tailStart, tail, offset),
  ];
};

function offsetChanges(start: number, text: string, offsetSeconds: number | undefined): readonly Change[] {
  if (offsetSeconds === undefined) return [];
  const found = /\boffset\s+-?\s*([0-9a-z]+)\s*\)?$/i.exec(text);
  return found?.[1] === undefined ? [] : resized("offset", found[1], start + text.lastIndexOf(found[1]));
}

function resized(what: string, duration: string, start: number): readonly Change[] {
  const seconds = secondsOf(duration);
  if (seconds === undefined) return [];
  return factors.map((factor) => {
    const text = durationOf(seconds * factor);
    return { kind: "window", start, end: start + duration.length, text, says: `${what} ${duration} becomes ${text}` };
  });
}
