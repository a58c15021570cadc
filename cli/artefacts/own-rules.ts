import { DefinitionError, isRecord, type Problem, showValue } from "@signalbox/contract";
import {
  type Alias,
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Scalar,
  visit,
} from "yaml";
import type { RawRuleFile } from "../config-file/load-config.ts";

/** How often the anchors of a file may be used: far above what people write, far below what fills the memory. */
const mostAliases = 10_000;

/** Why a rule file of a team's own cannot be shipped. */
interface OwnRulesProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** A rule file of a team's own as Prometheus reads it, or why it cannot be shipped. */
export type OwnRules =
  | { readonly problem: OwnRulesProblem }
  | {
      readonly problem?: never;
      /** Its content as plain values. */
      readonly value: { readonly groups: readonly unknown[] };
      /** Its content with the places where it stands. */
      readonly document: Document;
      readonly lines: LineCounter;
    };

/**
 * Reads a rule file of a team's own as Prometheus does: one YAML document in which every scalar is the text that stands
 * there, so that `version: 1.10` keeps its zero and `alert: Y` is no boolean. Nothing is an empty text in labels and
 * annotations, and no field elsewhere; `limit` is a number. It throws nothing.
 */
export function ownRules({ content }: RawRuleFile): OwnRules {
  const lines = new LineCounter();
  const document: Document = parseDocument(content, { version: "1.1", lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    return { problem: { line, ...explained(error.code, error.message) } };
  }
  if (!isMap(document.contents) || !isSeq(document.get("groups"))) {
    const fix = "groups: with a rule group below it, or take the file out of rules";
    return { problem: { line: 1, message: "it has no list of groups", fix } };
  }
  const endless = aliasOfItself(document);
  if (endless !== undefined) {
    const { line } = lines.linePos(endless.range?.[0] ?? 0);
    const message = `*${endless.source} stands inside of what &${endless.source} names, so it would never end`;
    return { problem: { line, message, fix: `what *${endless.source} stands for, written out` } };
  }
  asWritten(document);
  try {
    const value: { groups: unknown[] } = document.toJS({ maxAliasCount: mostAliases });
    return { value: { ...value, groups: value.groups.map(withNumericLimit) }, document, lines };
  } catch (thrown) {
    const message = `its anchors cannot be followed: ${(thrown as Error).message}`;
    return { problem: { line: 1, message, fix: "what *name stands for, written out" } };
  }
}

/**
 * The content of every file as it is shipped.
 * @throws {DefinitionError} with each file that cannot be read, its line and what to do
 */
export function shippedRules(
  files: readonly RawRuleFile[],
): readonly { readonly name: string; readonly value: object; readonly file: RawRuleFile }[] {
  const problems: Problem[] = [];
  const shipped = files.flatMap((file) => {
    const read = ownRules(file);
    if (read.problem === undefined) return [{ name: file.name, value: read.value, file }];
    const { line, message, fix } = read.problem;
    const received = showValue(file.content.split("\n")[line - 1] ?? "");
    problems.push({ code: "rules/unreadable", path: `${file.path}:${line}`, rule: message, received, correction: fix });
    return [];
  });
  if (problems.length > 0) throw new DefinitionError("rule files", problems);
  return shipped;
}

function explained(code: string, message: string): Pick<OwnRulesProblem, "message" | "fix"> {
  if (code === "MULTIPLE_DOCS") {
    return {
      message: "a second document begins here, and Prometheus reads only the first",
      fix: "all groups below one groups:, or the second document into a file of its own",
    };
  }
  return { message: `it is no YAML: ${message}`, fix: "the YAML in this line or above it, corrected" };
}

/** The first alias that lies in what it stands for. */
function aliasOfItself(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias: (_, alias, path) => {
      const named = path.filter((node) => isCollection(node) && node.anchor === alias.source);
      if (named.length === 0 || !named.some((node) => node === alias.resolve(document))) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

function asWritten(document: Document): void {
  visit(document, {
    Pair: (_, pair, path) => {
      const { value } = pair;
      if (value !== null && !(isScalar(value) && value.value === null)) return undefined;
      if (!isText(path.at(-2))) return visit.REMOVE;
      pair.value = new Scalar("");
      return undefined;
    },
    Scalar: (_, scalar) => {
      if (["number", "boolean", "object"].includes(typeof scalar.value)) scalar.value = scalar.source;
    },
  });
}

/** Whether what lies below a field is texts by name. */
function isText(field: unknown): boolean {
  return isPair(field) && isScalar(field.key) && ["labels", "annotations"].includes(String(field.key.value));
}

function withNumericLimit(group: unknown): unknown {
  if (!isRecord(group) || !/^(0|[1-9]\d*)$/.test(String(group["limit"]))) return group;
  return { ...group, limit: Number(group["limit"]) };
}
