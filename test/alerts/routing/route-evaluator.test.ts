import { describe, expect, it } from "vitest";
import { routeFinder } from "../../../alerts/index.ts";
import type { AlertmanagerRoute } from "../../../config/index.ts";

const tree: AlertmanagerRoute = {
  receiver: "root",
  group_by: ["cluster"],
  group_wait: "11s",
  active_time_intervals: ["always"],
  routes: [
    { matchers: ['severity="info"'], receiver: "archive", continue: true },
    {
      matchers: ['team="shop"'],
      group_by: [],
      routes: [
        { matchers: ['severity="page"'], receiver: "pager", group_by: ["job", "severity"], repeat_interval: "3h" },
        { matchers: ['severity="ticket"'], receiver: "chat", group_by: ["..."], mute_time_intervals: ["night"] },
      ],
    },
    { matchers: ['team="shop"'], receiver: "never" },
  ],
};
const find = routeFinder(tree);
const receivers = (labels: Readonly<Record<string, string>>) => find(labels).map(({ receiver }) => receiver);

describe("the route of an alert", () => {
  it("is the first that matches, and its deepest node", () => {
    expect(find({ team: "shop", severity: "page" })).toEqual([
      {
        receiver: "pager",
        path: [1, 0],
        groupBy: ["job", "severity"],
        groupWait: "11s",
        groupInterval: "5m",
        repeatInterval: "3h",
        muteTimeIntervals: [],
        activeTimeIntervals: [],
      },
    ]);
  });

  it("goes on to the next after a continue", () => {
    expect(receivers({ team: "shop", severity: "info" })).toEqual(["archive", "root"]);
  });

  it("falls back to the node whose children do not match, with what it inherits", () => {
    expect(find({ team: "shop", severity: "debug" })).toMatchObject([
      { receiver: "root", path: [1], groupBy: ["cluster"] },
    ]);
  });

  it("is the root for an alert that nothing matches, with the root's own intervals", () => {
    expect(find({})).toMatchObject([{ receiver: "root", path: [], activeTimeIntervals: ["always"] }]);
  });

  it("takes time intervals from its own node only", () => {
    expect(find({ team: "shop", severity: "ticket" })).toMatchObject([
      { groupBy: ["..."], muteTimeIntervals: ["night"], activeTimeIntervals: [] },
    ]);
  });
});
