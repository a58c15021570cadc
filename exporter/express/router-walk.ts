import type { KnownRoute } from "../http/router-routes.ts";
import { type ReadPattern, readPatterns } from "./express4-layer.ts";
import { mountedApp } from "./mounted-app.ts";

/** What is read of a layer: of Express 5 (router 2.3: `rawPath`; older ones lack it under mounts), and of Express 4 (`regexp`). */
interface Layer {
  readonly route?: unknown;
  readonly handle?: unknown;
  readonly rawPath?: unknown;
  readonly slash?: boolean;
  readonly matchers?: readonly unknown[];
  readonly regexp?: RegExp;
  readonly keys?: readonly { readonly name: string | number }[];
}

/** Matches the start of a path against one pattern of a layer. */
type Matcher = (path: string) => false | { readonly path: string };

/** One pattern on the way to a route. */
interface Step {
  readonly template: string;
  readonly matcher: Matcher;
}

/** Stands for a matcher that cannot be seen, so that no request is taken for a route by guess. */
const unseenMatcher: Matcher = () => false;

/** Layers of `use` without a path take nothing off. */
const everyPath: Matcher = () => ({ path: "" });

/** A template of a Route object, with the way to it. */
export interface RouteTemplate extends KnownRoute {
  readonly steps: readonly Step[];
}

/** What a walk found: the templates of each Route object, in the order of the router. */
export type WalkedRoutes = Map<object, RouteTemplate[]>;

/** How deep routers may nest; a router that mounts itself ends here. */
const maximumDepth = 16;

/** Walks a router's stack under a prefix and adds what it finds. */
export function walkRouter(stack: readonly unknown[], steps: readonly Step[], found: WalkedRoutes): void {
  if (steps.length > maximumDepth) return;
  for (const entry of stack) {
    const layer = entry as Layer;
    for (const step of stepsOf(layer)) {
      const way = [...steps, step];
      if (isObject(layer.route)) addRoute(layer.route, way, found);
      else walkMount(layer.handle, way, found);
    }
  }
}

function walkMount(handle: unknown, way: readonly Step[], found: WalkedRoutes): void {
  if (typeof handle !== "function") return;
  const inner = stackOf(handle) ?? stackOf(mountedApp(handle));
  if (inner !== undefined) walkRouter(inner, way, found);
}

function addRoute(route: object, way: readonly Step[], found: WalkedRoutes): void {
  const templates = found.get(route) ?? [];
  templates.push({ template: templateOf(way), methods: routeMethods(route), steps: way });
  found.set(route, templates);
}

/** The stack of a router or of an application; undefined of anything else. */
export function stackOf(handle: unknown): readonly unknown[] | undefined {
  if (!isObject(handle)) return undefined;
  const { stack } = handle as { readonly stack?: unknown };
  if (Array.isArray(stack)) return stack;
  const router = routerOf(handle);
  return isObject(router) && Array.isArray((router as { readonly stack?: unknown }).stack)
    ? ((router as { readonly stack?: unknown }).stack as readonly unknown[])
    : undefined;
}

/** The router of an application. Express 4 keeps it in `_router`, once there is one, and throws when asked for `router`. */
function routerOf(app: object): unknown {
  try {
    const { _router: router } = app as { readonly _router?: unknown };
    return router ?? (app as { readonly router?: unknown }).router;
  } catch {
    return undefined;
  }
}

/** The methods of a Route object, in capitals; undefined when it answers every method. */
function routeMethods(route: object): readonly string[] | undefined {
  const { methods } = route as { readonly methods?: unknown };
  const names = isObject(methods) ? Object.keys(methods) : [];
  return names.includes("_all") ? undefined : names.map((name) => name.toUpperCase());
}

/** Whether a path leads along the steps of a template. */
export function leadsAlong(steps: readonly Step[], path: string): boolean {
  let rest = path;
  for (const { matcher } of steps) {
    const match = matcher(rest);
    if (match === false) return false;
    const left = rest.slice(match.path.length);
    rest = left.startsWith("/") ? left : `/${left}`;
  }
  return true;
}

/** The template of steps: their patterns joined, without a slash at the end. */
function templateOf(steps: readonly Pick<Step, "template">[]): string {
  const joined = steps.map(({ template }) => withoutSlashes(template)).join("");
  return joined === "" ? "/" : joined;
}

function stepsOf(layer: Layer): readonly Step[] {
  if (layer.slash === true) return [{ template: "/", matcher: everyPath }];
  const { route } = layer;
  const routePath = isObject(route) ? (route as { readonly path?: unknown }).path : undefined;
  if (layer.regexp instanceof RegExp) return stepsOfExpression(layer.regexp, layer.keys ?? [], routePath);
  const patterns = listed(layer.rawPath ?? routePath ?? "/*mount");
  return patterns.map((pattern, index) => ({ template: patternText(pattern), matcher: matcherOf(layer, index) }));
}

/** The steps of a layer of Express 4; a route knows its own patterns as they were written. */
function stepsOfExpression(
  expression: RegExp,
  keys: readonly { readonly name: string | number }[],
  routePath: unknown,
): readonly Step[] {
  const written = routePath === undefined ? [] : listed(routePath);
  const read = readPatterns(expression, keys);
  return read.map((pattern, index) => ({
    template: patternText(written.length === read.length ? written[index] : pattern.template),
    matcher: matcherOfExpression(pattern),
  }));
}

function matcherOfExpression({ expression }: ReadPattern): Matcher {
  return (path) => {
    const match = expression.exec(path);
    return match === null ? false : { path: match[0] };
  };
}

function listed(pattern: unknown): readonly unknown[] {
  return Array.isArray(pattern) ? pattern.flat(Number.POSITIVE_INFINITY) : [pattern];
}

function matcherOf(layer: Layer, index: number): Matcher {
  const matcher = layer.matchers?.[index];
  return typeof matcher === "function" ? (matcher as Matcher) : unseenMatcher;
}

/** A regular expression shows as its source; it names a pattern, never a path that was asked for. */
function patternText(pattern: unknown): string {
  if (pattern instanceof RegExp) return `/${pattern.source}`;
  const text = String(pattern);
  return text.startsWith("/") || text === "" ? text : `/${text}`;
}

function withoutSlashes(template: string): string {
  return template.replace(/\/+$/, "");
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
