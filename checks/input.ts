import type { Engine } from "@signalbox/engine";
import type { Config } from "../config/index.ts";

/** A data source as a panel or query names it: by uid and type, or by its name alone. */
export type CheckedDataSource = { readonly type?: string } | string | null;

/** A panel as far as it is checked. */
export interface CheckedPanel {
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: CheckedDataSource;
  readonly targets?: readonly {
    readonly datasource?: CheckedDataSource;
    readonly refId?: string;
    readonly expr?: string;
    readonly legendFormat?: string;
  }[];
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } };
  /** Panels of a collapsed row. */
  readonly panels?: readonly CheckedPanel[];
}

/** A board as far as it is checked. */
export interface CheckedBoard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly CheckedPanel[];
}

/** A rule as far as it is checked. */
export interface CheckedRule {
  /** Where the rule begins in its file, from 1; undefined when nobody knows. */
  readonly line?: number;
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A rule file: its text, and its groups as far as the text can be read. */
export interface CheckedRuleFile {
  readonly path: string;
  /** Whether we generated it; other files were written by hand. */
  readonly generated: boolean;
  readonly text: string;
  readonly groups: readonly { readonly name: string; readonly rules: readonly CheckedRule[] }[];
}

/** Which behaviours of one generated alert no case shows. */
export interface AlertCoverage {
  readonly group: string;
  readonly alert: string;
  /** The labels that the rule sets. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of `fires`, `silent` and `clears`, those without a case. */
  readonly uncovered: readonly string[];
}

/** Everything that is checked against everything else. */
export interface CheckInput {
  readonly config: Config;
  readonly boards: readonly CheckedBoard[];
  readonly ruleFiles: readonly CheckedRuleFile[];
  /** Coverage of the generated alerts. */
  readonly coverage: readonly AlertCoverage[];
}

/** What the checks need of the engine. */
export type Parser = Pick<Engine, "parse" | "checkRuleFile">;
