import { hasBrand, showValue } from "@signalbox/contract";
import type { Proof } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import { readRawRules } from "../config-file/raw-rule-files.ts";
import { withEngine } from "../engine.ts";
import { runAlertTests } from "./run-alert-tests.ts";

/** Options of {@link runAlertCases}. */
export interface RunAlertCasesOptions {
  /** The folder of the config, from which the paths of its own rule files lead; default the working folder. */
  readonly folder?: string;
}

/** What became of one case. */
export interface AlertCaseOutcome {
  /** A sentence. */
  readonly name: string;
  readonly alert: string;
  readonly passed: boolean;
  /** What was otherwise than expected, in sentences; empty when it passed. */
  readonly problems: readonly string[];
}

/** What became of all cases of a config. */
export interface AlertCaseResults {
  /** Whether every case passed. */
  readonly passed: boolean;
  readonly cases: readonly AlertCaseOutcome[];
  /** For each alert rule that has cases, how many prove what. */
  readonly alerts: readonly {
    /** The service whose alert it is, or the path of its rule file. */
    readonly where: string;
    readonly alert: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly proofs: Readonly<Record<Proof, number>>;
  }[];
  /** Alerts that no case is about. */
  readonly untested: readonly { readonly file: string; readonly group: string; readonly alert: string }[];
}

/**
 * Runs every case of a config in Prometheus's engine, for a test runner of one's own: the generated cases and those that the config
 * lists. It asserts nothing.
 * @throws {TypeError} when the value is no config
 * @throws {DefinitionError} when a case is about an alert that no file has
 */
export async function runAlertCases(config: Config, { folder }: RunAlertCasesOptions = {}): Promise<AlertCaseResults> {
  if (!hasBrand(config, "config/1")) {
    throw new TypeError(`runAlertCases takes what defineConfig returns, and it got ${showValue(config)}.`);
  }
  const rawRules = await readRawRules(folder ?? process.cwd(), config.rules);
  const { cases, alerts, untested, failed } = await withEngine((engine) => runAlertTests(engine, config, rawRules), {
    callTimeoutSeconds: 300,
  });
  return {
    passed: failed.length === 0,
    cases,
    alerts: alerts.map(({ where, alert, labels, proofs }) => ({
      where,
      alert,
      labels,
      proofs: Object.fromEntries(Object.entries(proofs).map(([proof, { passed }]) => [proof, passed])) as Record<
        Proof,
        number
      >,
    })),
    untested,
  };
}
