import type { Finding } from "../finding.ts";
import type { CheckedRouting } from "../input.ts";
import type { ArtefactRule } from "../rule.ts";

/** A route that no alert can reach, and an alert that does not reach its team, or not only its team. */
export const routeUnreachable: ArtefactRule = ({ routing }) =>
  routing === undefined
    ? []
    : [...routing.unreachable.map(unreachable(routing)), ...routing.misrouted.map(astray(routing))];

function unreachable({ artefact }: CheckedRouting) {
  return ({ path, matchers, shadowedBy }: CheckedRouting["unreachable"][number]): Finding => {
    const what = `No alert reaches the route ${shown(matchers)}`;
    return {
      rule: "route-unreachable",
      severity: "warning",
      where: { artefact, item: path },
      message:
        shadowedBy === undefined
          ? `${what}: its matchers and those above exclude each other.`
          : `${what}: ${shadowedBy.path} ${shown(shadowedBy.matchers)} takes all of its alerts first.`,
      fix:
        shadowedBy === undefined
          ? "Correct or remove the matchers."
          : "Move it before the other one, or set continue: true there if both shall be told.",
    };
  };
}

function astray({ artefact }: CheckedRouting) {
  return ({ labels, expected, reached }: CheckedRouting["misrouted"][number]): Finding => {
    const { alertname = "", severity = "", team = "" } = labels;
    const alert = `${alertname} (severity ${severity}, team ${team})`;
    const told = reached.length === 0 ? "nobody" : reached.join(" and ");
    const isTwice = reached.length > 1;
    return {
      rule: "route-unreachable",
      severity: isTwice ? "warning" : "error",
      where: { artefact, item: alertname },
      message: `${alert} should reach ${expected} and reaches ${told}.`,
      fix: isTwice
        ? "Let the other routes exclude the team's alerts: the operator sets continue on every AlertmanagerConfig, so routes after it are tried as well."
        : "Move the route that takes it behind those of the teams, or give the alert the labels that its team's route asks for.",
    };
  };
}

function shown(matchers: readonly string[]): string {
  return `{${matchers.join(", ")}}`;
}
