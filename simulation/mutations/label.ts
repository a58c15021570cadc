import type { Change, ChangesOf } from "./mutation.ts";

/** Marks a value that no series has. */
const changedSuffix = "-changed";

/** A matcher of a selector with another value, with one alternative less, or left out. */
export const labelChanges: ChangesOf = (node, text) => {
  if (node.kind !== "selector") return [];
  const { start, end } = node.position;
  const source = text.slice(start, end);
  const open = source.indexOf("{");
  if (open === -1) return [];
  const pieces = matcherPieces(source, open);
  return pieces.flatMap((piece) => {
    const at = (change: Omit<Change, "kind">): Change => ({
      ...change,
      kind: "label",
      start: start + change.start,
      end: start + change.end,
    });
    return [...valueChanges(piece), ...withoutMatcher(piece, source)].map(at);
  });
};

interface MatcherPiece {
  readonly label: string;
  readonly operator: string;
  /** As it is written, without quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
}

const matcherPattern = /([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/g;

function matcherPieces(source: string, open: number): readonly MatcherPiece[] {
  return [...source.matchAll(matcherPattern)]
    .filter(({ index }) => index > open)
    .map(({ index, 0: whole, 1: label = "", 2: operator = "", 3: quoted = "" }) => ({
      label,
      operator,
      value: quoted.slice(1, -1),
      start: index,
      end: index + whole.length,
      valueStart: index + whole.length - quoted.length + 1,
    }));
}

function valueChanges({ label, operator, value, valueStart }: MatcherPiece): readonly Omit<Change, "kind">[] {
  const valueEnd = valueStart + value.length;
  const alternatives = operator.endsWith("~") && !/[()[\]]/.test(value) ? value.split("|") : [value];
  if (alternatives.length === 1) {
    return [{ start: valueStart, end: valueEnd, text: `${value}${changedSuffix}`, says: `${label} has another value` }];
  }
  return alternatives.map((one, index) => ({
    start: valueStart,
    end: valueEnd,
    text: alternatives.filter((_, other) => other !== index).join("|"),
    says: `${label} without ${one}`,
  }));
}

/** A selector keeps at least its name; without one the last matcher stays. */
function withoutMatcher({ label, start, end }: MatcherPiece, source: string): readonly Omit<Change, "kind">[] {
  const after = /^\s*,\s*/.exec(source.slice(end))?.[0].length ?? 0;
  const before = after > 0 ? 0 : (/,\s*$/.exec(source.slice(0, start))?.[0].length ?? 0);
  return [
    {
      start: start - before,
      end: end + after,
      text: "",
      says: `without the condition on ${label}`,
      unconditional: label,
    },
  ];
}
