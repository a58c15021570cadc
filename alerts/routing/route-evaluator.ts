import { type AlertmanagerRoute, labelTest, parseMatchers } from "../../config/index.ts";

/** The labels of an alert, `alertname` included. */
export type AlertLabels = Readonly<Record<string, string>>;

/** A leaf of the routing tree that an alert ends at. */
export interface ReachedRoute {
  /** Empty when neither the node nor one above names a receiver. */
  readonly receiver: string;
  /** Positions from the root on: `[]` is the root itself, `[2, 0]` the first child of its third child. */
  readonly path: readonly number[];
  /** Labels that a notification of this route has in common; `["..."]` when all. */
  readonly groupBy: readonly string[];
  readonly groupWait: string;
  readonly groupInterval: string;
  readonly repeatInterval: string;
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
}

/** What a node takes over from the one above. Alertmanager's own defaults stand at the root. */
type Inherited = Omit<ReachedRoute, "path" | "muteTimeIntervals" | "activeTimeIntervals">;

const defaults: Inherited = {
  receiver: "",
  groupBy: [],
  groupWait: "30s",
  groupInterval: "5m",
  repeatInterval: "4h",
};

/** A routing tree that is ready to be asked. */
export type RouteFinder = (labels: AlertLabels) => readonly ReachedRoute[];

/**
 * Which routes an alert reaches, in the order in which Alertmanager notifies: depth first, the first match of a level ends
 * it unless it has `continue`, and a node whose children do not match is reached itself. Source: Alertmanager, dispatch/route.go.
 * @throws {SyntaxError} when a matcher is not in Alertmanager's notation
 */
export function routeFinder(root: AlertmanagerRoute): RouteFinder {
  const find = nodeFinder(root, defaults, []);
  return (labels) => find(labels) ?? [];
}

function nodeFinder(
  node: AlertmanagerRoute,
  above: Inherited,
  path: readonly number[],
): (labels: AlertLabels) => readonly ReachedRoute[] | undefined {
  const own = inheritedBy(node, above);
  const here: ReachedRoute = {
    ...own,
    path,
    muteTimeIntervals: node.mute_time_intervals ?? [],
    activeTimeIntervals: node.active_time_intervals ?? [],
  };
  const holds = matchersTest(node.matchers);
  const children = (node.routes ?? []).map((child, index) => ({
    find: nodeFinder(child, own, [...path, index]),
    continues: child.continue === true,
  }));
  return (labels) => {
    if (!holds(labels)) return undefined;
    const reached: ReachedRoute[] = [];
    for (const { find, continues } of children) {
      const found = find(labels);
      if (found === undefined) continue;
      reached.push(...found);
      if (!continues) break;
    }
    return reached.length === 0 ? [here] : reached;
  };
}

function inheritedBy(node: AlertmanagerRoute, above: Inherited): Inherited {
  return {
    // An empty list is no list to Alertmanager.
    groupBy: node.group_by === undefined || node.group_by.length === 0 ? above.groupBy : node.group_by,
    receiver: node.receiver === undefined || node.receiver === "" ? above.receiver : node.receiver,
    groupWait: node.group_wait ?? above.groupWait,
    groupInterval: node.group_interval ?? above.groupInterval,
    repeatInterval: node.repeat_interval ?? above.repeatInterval,
  };
}

/**
 * A test of labels against matchers in Alertmanager's notation; none match everything.
 * @throws {SyntaxError} when one cannot be read
 */
export function matchersTest(texts: readonly string[] = []): (labels: AlertLabels) => boolean {
  return labelTest(
    texts.flatMap((text) => {
      const parsed = parseMatchers(text);
      if (!parsed.ok) throw new SyntaxError(`A matcher cannot be read: ${parsed.why}.`);
      return parsed.matchers;
    }),
  );
}
