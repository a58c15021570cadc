import { availableParallelism } from "node:os";
import { routeResults } from "../../alerts/index.ts";
import { runAlertTests } from "../alert-tests/run-alert-tests.ts";
import { runMutations } from "../alert-tests/run-mutations.ts";
import { assertSomethingToTest } from "../alert-tests/tested-choice.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { withEngine, withEngines } from "../engine.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { mutationDocument } from "../output/mutation-document.ts";
import { mutationText } from "../output/mutation-text.ts";
import { routeTestText } from "../output/route-test-text.ts";
import { testText } from "../output/test-text.ts";

/** Options of `test`. */
export interface TestOptions {
  readonly config?: string;
  /** Alerts without a case fail, too. */
  readonly strict?: boolean;
  /** Change the rules, and say which changes the cases notice. */
  readonly mutate?: boolean;
  /** The share of changes that has to be noticed, 0 to 1; default 0.95. */
  readonly minimum?: number;
  /** Change only rules whose name contains this. */
  readonly rule?: string;
}

/** A slow machine is no failed case. */
const patience = { callTimeoutSeconds: 300 };

type World = Pick<Surroundings, "cwd" | "progress">;

/** Runs the cases of every alert in the engine: exit 1 when one fails or, with `mutate`, when too many mistakes go unnoticed. */
export async function test(options: TestOptions, { cwd, progress }: World): Promise<Outcome> {
  if (options.mutate !== true) refuseWithoutMutate(options);
  const { config, rawRules } = await loadConfig(cwd, options.config);
  assertSomethingToTest(config, rawRules, options.rule);
  const tests = await withEngine((engine) => runAlertTests(engine, config, rawRules, progress), patience);
  const routes = routeResults(config);
  const astray = routes.some(({ passed }) => !passed);
  const incomplete = astray || (options.strict === true && tests.untested.length > 0);
  const { alerts, untested, cases, failed } = tests;
  const tested = { alerts, untested, cases: cases.length, failed, routes };
  if (options.mutate !== true || failed.length > 0) {
    return {
      exitCode: failed.length > 0 || incomplete ? exitCodes.no : exitCodes.done,
      text: testText(tests) + routeTestText(routes),
      document: tested,
    };
  }
  const minimum = options.minimum ?? 0.95;
  const workers = Math.min(2, availableParallelism());
  const mutations = await withEngines(
    workers,
    (engines) => runMutations(engines, config, rawRules, options.rule, progress),
    patience,
  );
  return {
    exitCode: mutations.report.scoreRatio < minimum || incomplete ? exitCodes.no : exitCodes.done,
    text: mutationText(mutations, minimum) + routeTestText(routes),
    document: { ...tested, mutations: mutationDocument(mutations, minimum) },
  };
}

/** Without `--mutate` every rule is tested, whatever these say. */
function refuseWithoutMutate({ rule, minimum }: TestOptions): void {
  const option = rule !== undefined ? "--rule" : minimum !== undefined ? "--minimum" : undefined;
  if (option === undefined) return;
  throw new Failure(
    exitCodes.invalid,
    `${option} is about changed rules and needs --mutate; without it every case is run.`,
  );
}
