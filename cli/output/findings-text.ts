import type { Finding } from "../../checks/index.ts";
import type { FindingsDocument } from "./findings-document.ts";
import { oneLine } from "./one-line.ts";

/** How much of an expression is shown around the mark. */
const frameWidth = 100;

/** Findings for people: where, what, the expression with a mark below the place, and how to mend it. */
export function findingsText({ findings, counts, boards, ruleFiles }: FindingsDocument): string {
  const looked = `${plural(boards, "board")} and ${plural(ruleFiles, "rule file")}`;
  const found = `${plural(counts.error, "error")}, ${plural(counts.warning, "warning")}, ${counts.info} for information`;
  return [...findings.map(findingText), `${looked} checked: ${found}.`, ""].join("\n");
}

function findingText({ rule, severity, where, message, fix }: Finding): string {
  const line = where.line === undefined ? "" : `:${where.line}`;
  return [
    `${severity} ${rule}`,
    `  ${oneLine(where.artefact)}${line} > ${oneLine(where.item)}`,
    ...frame(where),
    `  ${oneLine(message)}`,
    `  Fix: ${oneLine(fix)}`,
    "",
  ].join("\n");
}

function frame({ expression, start, end }: Finding["where"]): readonly string[] {
  if (expression === undefined) return [];
  if (start === undefined || end === undefined) return [`    ${oneLine(cut(expression, 0).text)}`];
  const { text, from } = cut(expression.replace(/\s/g, " "), start);
  const lead = start - from;
  const marks = Math.max(1, Math.min(end - start, text.length - lead));
  return [`    ${oneLine(text)}`, `    ${" ".repeat(lead)}${"^".repeat(marks)}`];
}

/** The part of a text around an offset, with dots where it was cut. */
function cut(text: string, offset: number): { readonly text: string; readonly from: number } {
  if (text.length <= frameWidth) return { text, from: 0 };
  const start = Math.max(0, Math.min(offset - frameWidth / 4, text.length - frameWidth));
  const from = Math.floor(start);
  const dots = from === 0 ? "" : "...";
  const end = from + frameWidth < text.length ? "..." : "";
  return { text: `${dots}${text.slice(from + dots.length, from + frameWidth)}${end}`, from };
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
