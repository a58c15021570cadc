import type { LoadedConfig } from "../config-file/load-config.ts";
import { type Artefact, assertPortable, type PathProblem, pathProblems } from "./artefact.ts";
import { boardArtefacts, boardsOf } from "./boards.ts";
import { chartArtefacts } from "./chart.ts";
import { definitionArtefact } from "./definition.ts";
import { manifestArtefacts } from "./manifests.ts";
import { ownRules } from "./own-rules.ts";
import { ownTestArtefacts } from "./own-tests.ts";
import { platformArtefacts } from "./platform.ts";
import { rawRuleArtefacts } from "./raw-rules.ts";
import { routingArtefacts } from "./routing.ts";
import { ruleArtefacts } from "./rules.ts";
import { runbookArtefacts } from "./runbooks.ts";

/**
 * Everything that `generate` writes.
 * @throws {DefinitionError} with every rule file that cannot be read, or every path that is not the same file everywhere
 */
export async function allArtefacts(loaded: LoadedConfig): Promise<readonly Artefact[]> {
  const artefacts = await everyArtefact(loaded);
  assertPortable(artefacts);
  return artefacts;
}

/** The paths of what `generate` would write that it refuses; rule files that cannot be read are left out. */
export async function refusedPaths({ rawRules, ...loaded }: LoadedConfig): Promise<readonly PathProblem[]> {
  const readable = rawRules.filter((file) => ownRules(file).problem === undefined);
  return pathProblems(await everyArtefact({ ...loaded, rawRules: readable }));
}

async function everyArtefact({ config, rawRules }: LoadedConfig): Promise<readonly Artefact[]> {
  const boards = await boardsOf(config);
  return [
    ...boardArtefacts(boards),
    ...ruleArtefacts(config),
    ...platformArtefacts(config),
    ...rawRuleArtefacts(rawRules),
    ...ownTestArtefacts(config, rawRules),
    ...manifestArtefacts(config),
    ...routingArtefacts(config),
    ...runbookArtefacts(config),
    definitionArtefact(config),
    ...chartArtefacts(config, boards, rawRules),
  ];
}
