import type { KnownRoute } from "../http/router-routes.ts";
import { mountedApp } from "./mounted-app.ts";

/** What is read of a layer of Express's router (router 2.3: `layer.rawPath`; older ones lack it under mounts). */
interface Layer {
  readonly route?: unknown;
  readonly handle?: unknown;
  readonly rawPath?: unknown;
  readonly slash?: boolean;
  readonly matchers?: readonly unknown[];
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
  const { stack, router } = handle as { readonly stack?: unknown; readonly router?: unknown };
  if (Array.isArray(stack)) return stack;
  return isObject(router) && Array.isArray((router as { readonly stack?: unknown }).stack)
    ? ((router as { readonly stack?: unknown }).stack as readonly unknown[])
    : undefined;
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
  const { route } = layer;
  const routePath = isObject(route) ? (route as { readonly path?: unknown }).path : undefined;
  const raw = layer.rawPath ?? routePath ?? (layer.slash === true ? "/" : "/*mount");
  const patterns: readonly unknown[] = Array.isArray(raw) ? raw.flat(Number.POSITIVE_INFINITY) : [raw];
  return patterns.map((pattern, index) => ({
    template: patternText(pattern),
    matcher: layer.slash === true ? everyPath : matcherOf(layer, index),
  }));
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
