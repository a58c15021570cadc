import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { boardWith, type Checked, findingsOf } from "./support/findings.ts";

const runbooks = [
  {
    path: "runbooks/TillQuiet.md",
    text: "# TillQuiet\n\n## How to silence it\n\n```sh\n# not a heading\n```\n\n## How to silence it\n",
    queries: [],
  },
];
const board = boardWith("up");
const [drawn] = board.panels;
const boards = [{ ...board, uid: "shop-service", panels: drawn === undefined ? [] : [{ ...drawn, id: 1907 }] }];

describe.skipIf(!engineIsBuilt)("link-dead", () => {
  const findings = findingsOf("link-dead");
  const linked = (url: string, rest: Checked = {}) =>
    findings({
      boards,
      runbooks,
      rules: [{ alert: "A", expr: "up == 0", annotations: { see: `Look at ${url}.` } }],
      ...rest,
    });

  it.each([
    [
      "https://runbooks.example.com/signalbox/TillQuite.md",
      "no alert has the runbook page TillQuite.md",
      "Did you mean TillQuiet.md?",
    ],
    [
      "https://runbooks.example.com/signalbox/TillQuiet.md#how-to-silense-it",
      "the page TillQuiet.md has no heading #how-to-silense-it",
      "Did you mean #how-to-silence-it?",
    ],
    [
      "https://runbooks.example.com/signalbox/TillQuiet.md#not-a-heading",
      "the page TillQuiet.md has no heading #not-a-heading",
      "Link the page without a heading.",
    ],
    [
      "https://grafana.example.com/d/shop-servise?from=now-1h",
      "there is no board shop-servise",
      "Did you mean shop-service?",
    ],
    [
      "https://grafana.example.com/d/shop-service?var-namespace={{ $labels.namespace }}&viewPanel=7",
      "the board shop-service has no panel 7",
      "Take the id from the panel's own link in Grafana; ids of panels without an alert follow their order on the board.",
    ],
  ])("finds %s", async (url, why, fix) => {
    const [finding, ...others] = await linked(url);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "error", message: `see links to ${url}, and ${why}.`, fix });
  });

  it.each([
    "https://runbooks.example.com/signalbox/TillQuiet.md#how-to-silence-it-1",
    "https://runbooks.example.com/signalbox/{{ $labels.alertname }}.md",
    "https://grafana.example.com/d/shop-service?viewPanel=1907&from=now-1h",
    "https://grafana.example.com/d/shop-service?viewPanel=panel-1907",
    "https://grafana.example.com/d/payments-of-others",
    "https://grafana.example.com/explore",
    "https://elsewhere.example.com/signalbox/Nothing.md",
  ])("accepts %s", async (url) => {
    expect(await linked(url)).toEqual([]);
  });

  it("reads the descriptions of panels and the pages themselves, too", async () => {
    const dead = "[what to do](https://runbooks.example.com/signalbox/Gone.md)";
    const found = await findings({
      boards: boards.map((one) => ({ ...one, panels: one.panels.map((panel) => ({ ...panel, description: dead })) })),
      runbooks: runbooks.map((page) => ({ ...page, text: `${page.text}${dead}` })),
    });
    expect(found.map(({ where }) => where.artefact)).toEqual(["dashboards/shop-service.json", "runbooks/TillQuiet.md"]);
  });

  it("judges no page where the pages are not known", async () => {
    const url = "https://runbooks.example.com/signalbox/Gone.md";
    expect(await findings({ rules: [{ alert: "A", expr: "up == 0", annotations: { see: url } }] })).toEqual([]);
  });
});
