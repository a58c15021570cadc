import type { ChangesOf } from "./mutation.ts";

/** What is easily written instead of an aggregation or a function. */
const slips: Readonly<Record<string, string>> = {
  sum: "avg",
  avg: "sum",
  min: "max",
  max: "sum",
  count: "sum",
  sum_over_time: "avg_over_time",
  avg_over_time: "sum_over_time",
  max_over_time: "min_over_time",
  min_over_time: "max_over_time",
  rate: "increase",
  increase: "rate",
};

/** Another aggregation or function in its place, and a `by` or `without` that lacks one of its labels. */
export const aggregationChanges: ChangesOf = (node, text) => {
  if (node.kind !== "aggregation" && node.kind !== "call") return [];
  const name = node.kind === "call" ? node.function : node.operator;
  const { start, end } = node.position;
  const replacement = Object.hasOwn(slips, name) ? slips[name] : undefined;
  const replaced =
    replacement === undefined || !text.startsWith(name, start)
      ? []
      : [
          {
            kind: "aggregation" as const,
            start,
            end: start + name.length,
            text: replacement,
            says: `${name} becomes ${replacement}`,
          },
        ];
  if (node.kind === "call") return replaced;
  const grouping = /\b(by|without)(\s*\()([^)]*)\)/i.exec(text.slice(start, end));
  const labels = node.by ?? node.without ?? [];
  if (grouping === null || labels.length === 0) return replaced;
  const [whole, word = "", open = "", list = ""] = grouping;
  const listStart = start + grouping.index + whole.indexOf(open) + open.length;
  return [
    ...replaced,
    ...labels.map((label) => ({
      kind: "label" as const,
      start: listStart,
      end: listStart + list.length,
      text: labels.filter((other) => other !== label).join(", "),
      says: `${word} without the label ${label}`,
    })),
  ];
};
