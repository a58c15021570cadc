import { type CheckInput, checkArtefacts, type Finding } from "../../../checks/index.ts";
import { config } from "../../services.ts";
import { withEngine } from "../../support/engine.ts";

/** What a test of one rule varies. */
export interface Checked extends Partial<CheckInput> {
  /** The expression of a panel of an otherwise faultless board. */
  readonly panel?: string;
  readonly legend?: string;
  /** The rules of a file of the team's own. */
  readonly rules?: CheckInput["ruleFiles"][number]["groups"][number]["rules"];
}

const file = "rules/own.rules.yaml";

/** Starts an engine for the suite; the function checks and keeps the findings of one rule. */
export function findingsOf(rule: Finding["rule"]): (checked: Checked) => Promise<readonly Finding[]> {
  const engine = withEngine();
  return async (checked) => {
    const findings = await checkArtefacts(inputOf(checked), engine());
    return findings.filter((finding) => finding.rule === rule);
  };
}

/** The part of an expression that a finding marks. */
export function marked({ where: { expression = "", start, end } }: Finding): string {
  return start === undefined ? "" : expression.slice(start, end);
}

/** A rule file of the team's own with these rules. */
export function ruleFile(rules: NonNullable<Checked["rules"]>, generated = false): CheckInput["ruleFiles"][number] {
  const groups = [{ name: "own", rules }];
  return { path: file, generated, text: JSON.stringify({ groups }), groups };
}

function inputOf({ panel, legend, rules, ...rest }: Checked): CheckInput {
  return {
    config,
    boards: panel === undefined ? [] : [boardWith(panel, legend)],
    ruleFiles: rules === undefined ? [] : [ruleFile(rules)],
    coverage: [],
    ...rest,
  };
}

/** A board with one panel that asks one question. */
export function boardWith(expr: string, legendFormat?: string): CheckInput["boards"][number] {
  const target = legendFormat === undefined ? { expr } : { expr, legendFormat };
  return {
    uid: "shop-own",
    title: "Own",
    panels: [
      {
        type: "timeseries",
        title: "Orders",
        description: "How many orders there are.",
        targets: [target],
        fieldConfig: { defaults: { unit: "reqps" } },
      },
    ],
  };
}
