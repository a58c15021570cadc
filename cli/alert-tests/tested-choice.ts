import { nearestName } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import { assertKnownAlerts } from "../../simulation/index.ts";
import type { RawRuleFile } from "../config-file/load-config.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { generatedRules, sourcedFiles, testedRules } from "./tested-files.ts";

/**
 * Refuses, before anything is played, cases about alerts that no file has and a part of a name that no tested rule has.
 * @param only a part of the alert's or recorded series' name; undefined asks for every rule
 * @throws {DefinitionError} with every case whose alert no file has
 * @throws {Failure} invalid, when no tested rule has the part in its name
 */
export function assertSomethingToTest(
  config: Config,
  rawRules: readonly RawRuleFile[],
  only: string | undefined,
): void {
  const files = sourcedFiles(generatedRules(config), rawRules);
  assertKnownAlerts(files, config.cases);
  if (only === undefined) return;
  const isTested = testedRules(config);
  const names = files.flatMap(({ source, rules }) =>
    rules.groups.flatMap((group) =>
      group.rules.filter((rule) => isTested(source, rule)).map((rule) => rule.alert ?? rule.record ?? ""),
    ),
  );
  if (names.some((name) => name.includes(only))) return;
  const meant = nearestName(only, names);
  const hint = meant === undefined ? `signalbox test lists the alerts that are tested.` : `Did you mean ${meant}?`;
  throw new Failure(exitCodes.invalid, `--rule ${JSON.stringify(only)}: no tested rule has it in its name. ${hint}`);
}
