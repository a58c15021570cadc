import { type AlertmanagerRoute, type LabelMatcher, labelTest, parseMatchers } from "../../config/index.ts";

/** A route that no alert can ever reach. */
export interface UnreachableRoute {
  /** Its place in the tree: `route.routes[2].routes[0]`. */
  readonly path: string;
  readonly matchers: readonly string[];
  /** The earlier route that takes all of its alerts; undefined when its own conditions exclude each other. */
  readonly shadowedBy: { readonly path: string; readonly matchers: readonly string[] } | undefined;
}

/**
 * Routes that an earlier sibling without `continue` hides, or whose matchers contradict those above. What is found is
 * certain; patterns other than lists of words are only compared as text, so not everything is found.
 */
export function unreachableRoutes(root: AlertmanagerRoute): readonly UnreachableRoute[] {
  return below(root, "route", conditions(root));
}

function below(node: AlertmanagerRoute, path: string, above: readonly LabelMatcher[]): readonly UnreachableRoute[] {
  const earlier: { readonly path: string; readonly route: AlertmanagerRoute }[] = [];
  return (node.routes ?? []).flatMap((route, index) => {
    const here = `${path}.routes[${index}]`;
    const all = [...above, ...conditions(route)];
    const matchers = route.matchers ?? [];
    const shadow = earlier.find((other) => other.route.continue !== true && implies(all, conditions(other.route)));
    earlier.push({ path: here, route });
    if (contradictory(all)) return [{ path: here, matchers, shadowedBy: undefined }];
    if (shadow === undefined) return below(route, here, all);
    return [{ path: here, matchers, shadowedBy: { path: shadow.path, matchers: shadow.route.matchers ?? [] } }];
  });
}

function conditions({ matchers = [] }: AlertmanagerRoute): readonly LabelMatcher[] {
  return matchers.flatMap((text) => {
    const parsed = parseMatchers(text);
    return parsed.ok ? parsed.matchers : [];
  });
}

/** Whether every alert that satisfies the first satisfies the second. */
function implies(given: readonly LabelMatcher[], asked: readonly LabelMatcher[]): boolean {
  return asked.every((matcher) => {
    if (matcher.operator === "=~" && matcher.value === ".*") return true;
    const values = possibleValues(given, matcher.name);
    if (values !== undefined) return values.every((value) => labelTest([matcher])({ [matcher.name]: value }));
    return given.some(
      ({ name, operator, value }) => name === matcher.name && operator === matcher.operator && value === matcher.value,
    );
  });
}

function contradictory(given: readonly LabelMatcher[]): boolean {
  return given.some(({ name }) => possibleValues(given, name)?.length === 0);
}

/** The values that a label can have; undefined when they cannot be listed. */
function possibleValues(given: readonly LabelMatcher[], name: string): readonly string[] | undefined {
  const own = given.filter((matcher) => matcher.name === name);
  const listed = own.map(listedValues).find((values) => values !== undefined);
  return listed?.filter((value) => labelTest(own)({ [name]: value }));
}

function listedValues({ operator, value }: LabelMatcher): readonly string[] | undefined {
  if (operator === "=") return [value];
  return operator === "=~" && /^[\w|-]*$/.test(value) ? value.split("|") : undefined;
}
