import type { LoadedConfig } from "../config-file/load-config.ts";
import { type Artefact, assertPortable } from "./artefact.ts";
import { boardArtefacts, boardsOf } from "./boards.ts";
import { chartArtefacts } from "./chart.ts";
import { definitionArtefact } from "./definition.ts";
import { manifestArtefacts } from "./manifests.ts";
import { ownTestArtefacts } from "./own-tests.ts";
import { platformArtefacts } from "./platform.ts";
import { rawRuleArtefacts } from "./raw-rules.ts";
import { routingArtefacts } from "./routing.ts";
import { ruleArtefacts } from "./rules.ts";
import { runbookArtefacts } from "./runbooks.ts";

/** Everything that `generate` writes. */
export async function allArtefacts({ config, rawRules }: LoadedConfig): Promise<readonly Artefact[]> {
  const boards = await boardsOf(config);
  const artefacts = [
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
  assertPortable(artefacts);
  return artefacts;
}
