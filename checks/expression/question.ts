import type { Expr, ParseProblem, Position } from "@signalbox/engine";
import { substituteVariables } from "../../queries/index.ts";
import type { Finding, RuleName, Severity, Where } from "../finding.ts";
import type {
  CheckedBoard,
  CheckedDataSource,
  CheckedPanel,
  CheckedRule,
  CheckedRuleFile,
  CheckInput,
  Parser,
} from "../input.ts";
import { gaveUp } from "./gave-up.ts";
import { templateQueries } from "./template-queries.ts";

/** One expression of an artefact. */
export interface Question {
  readonly where: Pick<Where, "artefact" | "item" | "line">;
  /** As it stands in the artefact. */
  readonly text: string;
  /** Undefined when it cannot be parsed. */
  readonly ast: Expr | undefined;
  readonly problems: readonly ParseProblem[];
  /** How the parser ended without an answer, as the end of a sentence; undefined when it answered. */
  readonly gaveUp?: string;
  /** From an offset of what was parsed to the offset in `text`; they differ where Grafana's variables stand. */
  readonly originalOffset: (offset: number) => number;
  /** Grafana's legend, for a panel. */
  readonly legend: string | undefined;
  /** The rule that it belongs to, for a rule file. */
  readonly rule: CheckedRule | undefined;
}

/** Every expression of boards, rule files, templates of alerts and runbook pages, parsed. */
export async function questions(input: CheckInput, parser: Parser): Promise<readonly Question[]> {
  const asked: Promise<Question>[] = [];
  for (const board of input.boards) {
    for (const panel of everyPanel(board.panels)) asked.push(...panelQuestions(board, panel, parser));
  }
  for (const file of input.ruleFiles) {
    for (const group of file.groups) {
      for (const rule of group.rules) {
        const where = whereOf(file, group.name, rule);
        const line = rule.expressionLine ?? rule.line;
        const place = line === undefined ? where : { ...where, line };
        asked.push(question(place, rule.expr, parser, undefined, rule));
        asked.push(...templateQuestions(file, group.name, rule, parser));
      }
    }
  }
  for (const { path, queries } of input.runbooks ?? []) {
    for (const { title, expression } of queries) {
      asked.push(question({ artefact: path, item: title }, expression, parser, undefined, undefined));
    }
  }
  return await Promise.all(asked);
}

/** The place of a rule. */
export function whereOf(file: CheckedRuleFile, group: string, rule: CheckedRule): Question["where"] {
  const item = `${group} / ${rule.record ?? rule.alert ?? "rule without a name"}`;
  return { artefact: file.path, item, ...(rule.line === undefined ? {} : { line: rule.line }) };
}

/** The panels of a board, those of collapsed rows included. */
export function everyPanel(panels: readonly CheckedPanel[]): readonly CheckedPanel[] {
  return panels.flatMap((panel) => [panel, ...everyPanel(panel.panels ?? [])]);
}

/** Path of a board's file. */
export function boardPath(board: CheckedBoard): string {
  return `dashboards/${board.uid}.json`;
}

/** How a panel is called. */
export function panelTitle(panel: CheckedPanel): string {
  return panel.title === undefined || panel.title === "" ? `${panel.type} panel without a title` : panel.title;
}

function panelQuestions(board: CheckedBoard, panel: CheckedPanel, parser: Parser): readonly Promise<Question>[] {
  const where = { artefact: boardPath(board), item: panelTitle(panel) };
  return (panel.targets ?? [])
    .filter((target) => asksPrometheus(target.datasource ?? panel.datasource))
    .flatMap(({ expr, legendFormat }) =>
      expr === undefined ? [] : [question(where, expr, parser, legendFormat, undefined)],
    );
}

function templateQuestions(
  file: CheckedRuleFile,
  group: string,
  rule: CheckedRule,
  parser: Parser,
): readonly Promise<Question>[] {
  const where = whereOf(file, group, rule);
  return Object.entries({ ...rule.labels, ...rule.annotations }).flatMap(([name, text]) =>
    templateQueries(String(text)).map((asked) =>
      question({ ...where, item: `${where.item}, ${name}` }, asked, parser, undefined, undefined),
    ),
  );
}

/** Other data sources have languages of their own; where none is named, the board's is Prometheus. */
function asksPrometheus(source: CheckedDataSource | undefined): boolean {
  if (typeof source !== "object" || source === null || source.type === undefined) return true;
  return source.type === "prometheus" || source.type.startsWith("$");
}

async function question(
  where: Question["where"],
  text: string,
  parser: Parser,
  legend: string | undefined,
  rule: CheckedRule | undefined,
): Promise<Question> {
  const { expression, originalOffset } =
    rule === undefined ? substituteVariables(text) : { expression: text, originalOffset: (offset: number) => offset };
  const asked = { where, text, ast: undefined, problems: [], originalOffset, legend, rule };
  try {
    const parsed = await parser.parse(expression);
    return parsed.ok ? { ...asked, ast: parsed.ast } : { ...asked, problems: parsed.problems };
  } catch (error) {
    const reason = gaveUp(error);
    if (reason === undefined) throw error;
    return { ...asked, gaveUp: reason };
  }
}

/** A finding at a place of an expression. */
export function findingAt(
  asked: Question,
  position: Position,
  rule: RuleName,
  severity: Severity,
  message: string,
  fix: string,
): Finding {
  const start = asked.originalOffset(position.start);
  const end = Math.max(start + 1, asked.originalOffset(position.end));
  return { rule, severity, where: { ...asked.where, expression: asked.text, start, end }, message, fix };
}

/** Whether a word of the parsed expression is what stands for one of Grafana's variables: `$word`, `${word}` or `[[word]]`. */
export function isVariable(asked: Question, word: string): boolean {
  return asked.rule === undefined && new RegExp(`\\$\\{?${word}\\b|\\[\\[${word}\\b`).test(asked.text);
}

/** Whether a text of the parsed expression came from one of Grafana's variables. */
export function hasVariable(asked: Question, position: Position): boolean {
  const original = asked.text.slice(asked.originalOffset(position.start), asked.originalOffset(position.end));
  return /\$|\[\[/.test(original);
}
