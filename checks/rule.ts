import type { Expr } from "@signalbox/engine";
import type { Config } from "../config/index.ts";
import type { Catalog } from "./catalog/catalog.ts";
import type { Question } from "./expression/question.ts";
import type { Finding } from "./finding.ts";
import type { CheckInput } from "./input.ts";

/** What a rule about one expression gets. */
export interface ParsedQuestion {
  readonly asked: Question;
  readonly ast: Expr;
  readonly catalog: Catalog;
  readonly config: Config;
}

/** A rule about one expression that could be parsed. */
export type ExpressionRule = (question: ParsedQuestion) => readonly Finding[];

/** A rule about the artefacts as a whole. */
export type ArtefactRule = (input: CheckInput) => readonly Finding[];
