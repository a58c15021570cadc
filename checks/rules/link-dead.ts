import { nearestName } from "@signalbox/contract";
import { boardPath, everyPanel, panelTitle, whereOf } from "../expression/question.ts";
import type { Finding, Where } from "../finding.ts";
import { headingAnchors } from "../heading-anchors.ts";
import type { CheckInput } from "../input.ts";
import type { ArtefactRule } from "../rule.ts";

/** A link to a runbook page, board or panel that is generated here and does not exist. */
export const linkDead: ArtefactRule = (input) =>
  linksOf(input).flatMap(({ where, what, url }) => {
    const dead = deadBecause(url, input);
    return dead === undefined ? [] : [finding(where, what, url, dead)];
  });

/** Why a link leads nowhere, and what to do. */
interface Dead {
  readonly message: string;
  readonly fix: string;
}

interface Link {
  readonly where: Where;
  /** The annotation or text that has it. */
  readonly what: string;
  readonly url: string;
}

function linksOf({ ruleFiles, boards, runbooks = [] }: CheckInput): readonly Link[] {
  const ofRules = ruleFiles.flatMap((file) =>
    file.groups.flatMap((group) =>
      group.rules.flatMap((rule) =>
        Object.entries(rule.annotations ?? {}).flatMap(([name, text]) =>
          urls(String(text)).map((url) => ({ where: whereOf(file, group.name, rule), what: name, url })),
        ),
      ),
    ),
  );
  const ofPanels = boards.flatMap((board) =>
    everyPanel(board.panels).flatMap((panel) =>
      urls(panel.description ?? "").map((url) => ({
        where: { artefact: boardPath(board), item: panelTitle(panel) },
        what: "The description",
        url,
      })),
    ),
  );
  const ofPages = runbooks.flatMap(({ path, text }) =>
    urls(text).map((url) => ({ where: { artefact: path, item: "the page" }, what: "The page", url })),
  );
  return [...ofRules, ...ofPanels, ...ofPages];
}

/** Addresses in a text; template actions inside of them stay. */
function urls(text: string): readonly string[] {
  return [...text.matchAll(/https?:\/\/(?:\{\{.*?\}\}|[^\s<>"'`)\]}])+/g)].map(([url]) => url.replace(/[.,;:]+$/, ""));
}

function deadBecause(url: string, { config, boards, runbooks }: CheckInput): Dead | undefined {
  const page = below(config.runbooksUrl, url);
  if (page !== undefined && runbooks !== undefined) return deadPage(page, runbooks);
  const board = below(config.grafana.url?.replace(/\/+$/, ""), url);
  return board?.startsWith("d/") === true ? deadPanel(board.slice(2), boards, config) : undefined;
}

function deadPage(rest: string, runbooks: NonNullable<CheckInput["runbooks"]>): Dead | undefined {
  const [path = "", anchor] = rest.split("#");
  const name = path.split("?")[0] ?? "";
  if (name === "" || name.includes("{{")) return undefined;
  const names = runbooks.map((one) => one.path.replace(/^runbooks\//, ""));
  const page = runbooks.find((one) => one.path === `runbooks/${name}`);
  if (page === undefined) {
    const meant = nearestName(name, names);
    return {
      message: `no alert has the runbook page ${name}`,
      fix: meant === undefined ? "Link a page that generate writes to runbooks/." : `Did you mean ${meant}?`,
    };
  }
  if (anchor === undefined || anchor.includes("{{") || headingAnchors(page.text).includes(anchor)) return undefined;
  const meant = nearestName(anchor, headingAnchors(page.text));
  return {
    message: `the page ${name} has no heading #${anchor}`,
    fix: meant === undefined ? "Link the page without a heading." : `Did you mean #${meant}?`,
  };
}

/** Boards of other people may be linked: only a uid that begins with the name of one of our services is judged. */
function deadPanel(rest: string, boards: CheckInput["boards"], config: CheckInput["config"]): Dead | undefined {
  const uid = rest.split(/[/?#]/)[0] ?? "";
  const board = boards.find((one) => one.uid === uid);
  if (board === undefined) {
    const isOurs = config.services.some(({ service }) => uid.startsWith(`${service.name}-`));
    if (!isOurs || uid.includes("{{")) return undefined;
    const meant = nearestName(
      uid,
      boards.map((one) => one.uid),
    );
    return {
      message: `there is no board ${uid}`,
      fix: meant === undefined ? "Link a board that generate writes to dashboards/." : `Did you mean ${meant}?`,
    };
  }
  const panel = /[?&]viewPanel=(?:panel-)?(\d+)/.exec(rest)?.[1];
  if (panel === undefined || everyPanel(board.panels).some(({ id }) => id === Number(panel))) return undefined;
  return {
    message: `the board ${uid} has no panel ${panel}`,
    fix: "Take the id from the panel's own link in Grafana; ids of panels without an alert follow their order on the board.",
  };
}

function below(base: string | undefined, url: string): string | undefined {
  return base !== undefined && url.startsWith(`${base}/`) ? url.slice(base.length + 1) : undefined;
}

function finding(where: Where, what: string, url: string, { message, fix }: Dead): Finding {
  return { rule: "link-dead", severity: "error", where, message: `${what} links to ${url}, and ${message}.`, fix };
}
