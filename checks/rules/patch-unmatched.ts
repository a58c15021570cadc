import { nearestName } from "@signalbox/contract";
import type { CheckedPatch, CheckInput } from "../input.ts";
import type { ArtefactRule } from "../rule.ts";

/** So many alerts are listed in a sentence. */
const mostListed = 6;

/** A patch that is for no generated alert, so that it changes nothing. */
export const patchUnmatched: ArtefactRule = ({ config, patches = [] }) =>
  patches.map((patch) => {
    const path = `patches[${patch.index}]`;
    const { alert, service, labels = {} } = patch.selected;
    const wanted = `${alert}${labelsInWords(labels)}${service === undefined ? "" : ` of ${service}`}`;
    const { reason, fix } = misses(patch, config);
    return {
      rule: "patch-unmatched" as const,
      severity: "error" as const,
      where: { artefact: "signalbox.config.ts", item: path },
      message: `${path} looks for ${wanted}, and ${reason}, so it changes nothing.`,
      fix,
    };
  });

/** Why nothing is selected, and what to do. */
function misses(patch: CheckedPatch, config: CheckInput["config"]): { readonly reason: string; readonly fix: string } {
  const { selected, namesakes, names } = patch;
  const { alert, service, labels = {} } = selected;
  const without = config.services
    .filter(
      (one) => Object.hasOwn(one.symptoms.without, alert) && (service === undefined || one.service.name === service),
    )
    .map((one) => one.service.name);
  const left = without.length === 0 ? "" : ` (${without.join(", ")}: left out by \`without\`)`;
  if (namesakes.length === 0) {
    const near = nearestName(alert, names);
    const fix = `Remove the patch, or select an alert that is generated: ${near ?? names.join(", ")}.`;
    return { reason: `no alert of this name is generated${left}`, fix };
  }
  const ofService = namesakes.filter((one) => service === undefined || one.service === service);
  if (ofService.length === 0) {
    const owners = [...new Set(namesakes.map((one) => one.service ?? "Prometheus itself"))].join(", ");
    return {
      reason: `this service has no such alert${left}`,
      fix: `Remove the patch, or select what has one: ${owners}.`,
    };
  }
  const missing = Object.entries(labels).filter(([name, value]) =>
    ofService.every((one) => one.labels[name] !== value),
  );
  const reason = `none has ${missing.length === 0 ? "all of these labels" : labelsInWords(Object.fromEntries(missing))}`;
  for (const [name, value] of missing) {
    const meant = nearestName(value, new Set(ofService.flatMap((one) => one.labels[name] ?? [])));
    if (meant !== undefined) return { reason, fix: `Did you mean ${name}="${meant}"?` };
  }
  const texts = [...new Set(ofService.map((one) => labelsInWords(one.labels)))];
  const more = texts.length > mostListed ? `; and ${texts.length - mostListed} more` : "";
  return {
    reason,
    fix: `Select by labels that its rules set: ${texts.slice(0, mostListed).join("; ")}${more}.`,
  };
}

function labelsInWords(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? "" : `{${pairs.join(", ")}}`;
}
