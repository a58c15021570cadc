import type { Binary } from "@signalbox/engine";
import { compares } from "./comparison.ts";
import type { Change, ChangesOf } from "./mutation.ts";

/** One side of `and`, `or` or `unless` left out, or the comparison that drops what is not above a number. */
export const guardChanges: ChangesOf = (node, text) => {
  if (node.kind !== "binary") return [];
  const left = keeping(node, "left", text);
  const right = keeping(node, "right", text);
  if (node.operator === "and" || node.operator === "or") return [left, right];
  if (node.operator === "unless") return [left];
  return compares(node.operator) && !node.returnsBool && node.right.kind === "number" ? [left] : [];
};

function keeping(node: Binary, side: "left" | "right", text: string): Change {
  const textOf = ({ start, end }: { readonly start: number; readonly end: number }): string => text.slice(start, end);
  const kept = node[side].position;
  const gone =
    side === "left"
      ? textOf({ start: kept.end, end: node.position.end })
      : textOf({ start: node.position.start, end: kept.start });
  return {
    kind: "guard",
    ...node.position,
    text: textOf(kept),
    says: `without ${shortened(gone.replace(/\s+/g, " ").trim())}`,
  };
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
