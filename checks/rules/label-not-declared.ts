import { nearestName } from "@signalbox/contract";
import type { Matcher, Position } from "@signalbox/engine";
import { anchoredPattern } from "../expression/matcher-values.ts";
import { possibleLabels } from "../expression/possible-labels.ts";
import { findingAt, hasVariable, isVariable, type Question } from "../expression/question.ts";
import { selectedFamilies } from "../expression/selected-families.ts";
import { everyNode } from "../expression/walk.ts";
import type { Finding } from "../finding.ts";
import type { ExpressionRule, ParsedQuestion } from "../rule.ts";

/** A matcher, or a grouping, names a label that the series never have. */
export const labelNotDeclared: ExpressionRule = (question) =>
  everyNode(question.ast).flatMap(({ node }) => {
    switch (node.kind) {
      case "selector": {
        const labels = selectedLabels(node, question);
        if (labels === undefined) return [];
        return node.matchers.flatMap((matcher) => {
          if (matcher.label === "__name__" || labels.has(matcher.label)) return [];
          if (isVariable(question.asked, matcher.label)) return [];
          const effect = matchesEmpty(matcher) ? "the matcher changes nothing" : "the selector matches nothing";
          const message = `${node.metric} has no label ${matcher.label}, so ${effect}.`;
          return [labelFinding(question.asked, node.position, matcher.label, labels, message)];
        });
      }
      case "aggregation": {
        const labels = possibleLabels(node.expression, question.catalog);
        const grouping = [...(node.by ?? []), ...(node.without ?? [])];
        return missing(grouping, labels, question).map((label) => {
          const message = `No series has a label ${label} here, so grouping by it changes nothing.`;
          return labelFinding(question.asked, node.position, label, labels ?? new Set(), message);
        });
      }
      case "binary": {
        if (node.matching?.on !== true) return [];
        const both = [possibleLabels(node.left, question.catalog), possibleLabels(node.right, question.catalog)];
        return both.flatMap((labels) =>
          missing(node.matching?.labels ?? [], labels, question).map((label) => {
            const message = `One side of ${node.operator} has no label ${label}, so on(${label}) cannot match by it.`;
            return labelFinding(question.asked, node.position, label, labels ?? new Set(), message);
          }),
        );
      }
      default:
        return [];
    }
  });

function selectedLabels(
  node: Parameters<typeof selectedFamilies>[0],
  { catalog }: ParsedQuestion,
): ReadonlySet<string> | undefined {
  const families = selectedFamilies(node, catalog);
  if (families.length === 0) return undefined;
  const labels = new Set<string>();
  for (const family of families) {
    if (family.labels === undefined) return undefined;
    if (family.type !== "recorded") for (const label of catalog.targetLabels) labels.add(label);
    for (const label of family.labels.keys()) labels.add(label);
  }
  return labels;
}

function missing(
  wanted: readonly string[],
  labels: ReadonlySet<string> | undefined,
  { asked }: ParsedQuestion,
): readonly string[] {
  return labels === undefined ? [] : wanted.filter((label) => !labels.has(label) && !isVariable(asked, label));
}

function labelFinding(
  asked: Question,
  around: Position,
  label: string,
  labels: ReadonlySet<string>,
  message: string,
): Finding {
  const meant = nearestName(label, labels);
  const known = [...labels].filter((name) => name !== "__name__").sort();
  const fix = meant === undefined ? `Its labels are ${known.join(", ")}.` : `Did you mean ${meant}?`;
  return findingAt(asked, positionOf(asked, around, label), "label-not-declared", "error", message, fix);
}

/** Where a word stands inside a part of an expression, in offsets of the parsed text when no variable shifts it. */
function positionOf(asked: Question, around: Position, word: string): Position {
  if (hasVariable(asked, { start: 0, end: around.end })) return around;
  const found = new RegExp(`(?<![\\w:"])${word}(?![\\w:"])`).exec(asked.text.slice(around.start, around.end));
  if (found === null) return around;
  const start = around.start + found.index;
  return { start, end: start + word.length };
}

function matchesEmpty({ operator, value }: Matcher): boolean {
  if (operator === "=") return value === "";
  if (operator === "!=") return value !== "";
  const matches = anchoredPattern(value)?.test("") ?? false;
  return operator === "=~" ? matches : !matches;
}
