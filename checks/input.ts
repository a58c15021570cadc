import type { Problem } from "@signalbox/contract";
import type { Engine } from "@signalbox/engine";
import type { Config } from "../config/index.ts";

/** A data source as a panel or query names it: by uid and type, or by its name alone. */
export type CheckedDataSource = { readonly type?: string } | string | null;

/** A panel as far as it is checked. */
export interface CheckedPanel {
  readonly type: string;
  readonly id?: number;
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
  /** Where its expression begins, from 1; undefined when nobody knows. */
  readonly expressionLine?: number;
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A duration of a rule file, as it is written there. */
export interface CheckedDuration {
  /** The group, or the group and the rule. */
  readonly item: string;
  /** From 1. */
  readonly line: number;
  readonly field: "for" | "keep_firing_for" | "interval" | "query_offset";
  readonly text: string;
}

/** A rule file: its text, and its groups as far as the text can be read. */
export interface CheckedRuleFile {
  readonly path: string;
  /** Whether we generated it; other files were written by hand. */
  readonly generated: boolean;
  readonly text: string;
  readonly groups: readonly { readonly name: string; readonly rules: readonly CheckedRule[] }[];
  /** Every duration of a file written by hand; default none. */
  readonly durations?: readonly CheckedDuration[];
}

/** What no case proves of one alert: of a generated one, or of one of a team's own file that some case is about. */
export interface AlertCoverage {
  readonly group: string;
  readonly alert: string;
  /** The labels that the rule sets. */
  readonly labels: Readonly<Record<string, string>>;
  /** What applies and no case proves: `fires`, `silentJustBelow`, ... */
  readonly uncovered: readonly string[];
}

/** Labels of an alert. */
type Labels = Readonly<Record<string, string>>;

/** What the routing does with the alerts that are known, as far as it is checked. */
export interface CheckedRouting {
  /** The file, or in words what is routed by. */
  readonly artefact: string;
  readonly unreachable: readonly {
    readonly path: string;
    readonly matchers: readonly string[];
    /** Undefined when the route's own matchers exclude each other. */
    readonly shadowedBy: { readonly path: string; readonly matchers: readonly string[] } | undefined;
  }[];
  readonly misrouted: readonly {
    readonly labels: Labels;
    readonly expected: string;
    readonly reached: readonly string[];
  }[];
  readonly inhibitions: readonly {
    readonly rule: {
      readonly source_matchers: readonly string[];
      readonly target_matchers: readonly string[];
      readonly equal?: readonly string[];
    };
    readonly reach: {
      readonly sources: readonly Labels[];
      readonly targets: readonly Labels[];
      readonly matches: boolean;
      readonly missingLabels: readonly string[];
    };
  }[];
  readonly unusedReceivers: readonly string[];
}

/** A patch that is for no alert of the config. */
export interface CheckedPatch {
  /** Its place in `patches`, from 0. */
  readonly index: number;
  readonly selected: { readonly alert: string; readonly service?: string; readonly labels?: Labels };
  /** The alerts of the name that it looks for; without a service those about Prometheus itself. */
  readonly namesakes: readonly { readonly service?: string; readonly labels: Labels }[];
  /** The names of all alerts of the config. */
  readonly names: readonly string[];
}

/** A runbook page: its text, and the queries that it tells to ask. */
export interface CheckedRunbook {
  /** Path below the output folder. */
  readonly path: string;
  readonly text: string;
  readonly queries: readonly { readonly title: string; readonly expression: string }[];
}

/** Everything that is checked against everything else. */
export interface CheckInput {
  readonly config: Config;
  readonly boards: readonly CheckedBoard[];
  readonly ruleFiles: readonly CheckedRuleFile[];
  /** The generated runbook pages; links to them are not judged where they are left out. */
  readonly runbooks?: readonly CheckedRunbook[];
  /** Coverage of the generated alerts, and of others that some case is about. */
  readonly coverage: readonly AlertCoverage[];
  /** What the routing does; undefined: it is not checked. */
  readonly routing?: CheckedRouting;
  /** The patches that are for no alert; default none. */
  readonly patches?: readonly CheckedPatch[];
  /** Paths that cannot be written; default none. */
  readonly refusedPaths?: readonly CheckedPath[];
  /** Cases of the config about alerts that no file has; default none. */
  readonly unknownAlerts?: readonly Omit<Problem, "code">[];
}

/** A path below the output folder that is not the same file everywhere. */
export interface CheckedPath {
  readonly path: string;
  /** What is wrong with it, with what it comes from. */
  readonly message: string;
}

/** What the checks need of the engine. */
export type Parser = Pick<Engine, "parse" | "checkRuleFile">;
