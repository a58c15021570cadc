import { behaviourCases } from "../../alerts/index.ts";
import { runCases } from "../../simulation/index.ts";
import { rawRuleFile } from "../artefacts/check-input.ts";
import { ruleFileText } from "../artefacts/rules.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { withEngine } from "../engine.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { testText } from "../output/test-text.ts";
import { alertsTested, alertsUntested } from "../output/tested-alerts.ts";

/** Options of `test`. */
export interface TestOptions {
  readonly config?: string;
}

/** Runs the behaviour cases of every generated alert in the engine: exit 1 when one fails. */
export async function test(
  options: TestOptions,
  { cwd, progress }: Pick<Surroundings, "cwd" | "progress">,
): Promise<Outcome> {
  const { config, rawRules } = await loadConfig(cwd, options.config);
  const results = await withEngine(async (engine) => {
    const perService = [];
    for (const objectives of config.services) {
      const cases = behaviourCases(objectives, config);
      progress?.(`Running ${cases.length} cases of ${objectives.service.name} in Prometheus's engine ...`);
      perService.push(await runCases(engine, ruleFileText(objectives, config), cases));
    }
    return perService.flat();
  });
  const alerts = alertsTested(results);
  const untested = alertsUntested(rawRules.map(rawRuleFile));
  const failed = results.filter(({ passed }) => !passed);
  return {
    exitCode: failed.length > 0 ? exitCodes.no : exitCodes.done,
    text: testText(alerts, failed, untested),
    document: {
      alerts,
      untested,
      cases: results.length,
      failed: failed.map(({ case: { name }, ...rest }) => ({ name, ...rest })),
    },
  };
}
