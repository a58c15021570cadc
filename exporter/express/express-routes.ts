import type { IncomingMessage } from "node:http";
import { pathOf } from "../http/exchange.ts";
import type { HttpRequests, RouteSlot } from "../http/http-requests.ts";
import type { KnownRoute, RouterWalk } from "../http/router-routes.ts";
import { labelValue } from "../storage/label-value.ts";
import { leadsAlong, type RouteTemplate, stackOf, type WalkedRoutes, walkRouter } from "./router-walk.ts";

/** What is read of Express's request. */
export interface ExpressRequest extends IncomingMessage {
  readonly route?: unknown;
  readonly app?: unknown;
  readonly originalUrl?: string;
}

/** Seconds between two walks for routes that the last one did not find. */
const walkPauseSeconds = 1;

interface Choice extends RouteTemplate {
  readonly route: object;
  readonly slot: RouteSlot;
}

/** Knows the full template of every Route object of an Express application, from a walk of its router. */
export class ExpressRoutes implements RouterWalk {
  readonly #http: HttpRequests;
  readonly #clock: () => number;
  readonly #apps = new Set<object>();
  readonly #choices = new Map<object, readonly Choice[]>();
  #inOrder: readonly Choice[] = [];
  #lastWalkSeconds = Number.NEGATIVE_INFINITY;

  constructor(http: HttpRequests, clock: () => number) {
    this.#http = http;
    this.#clock = clock;
  }

  /** Adds the outermost application around the given one, or a router, to what is walked. Anything else is left out. */
  add(app: unknown): void {
    if (isObject(app) && stackOf(app) !== undefined) this.#apps.add(outermost(app));
  }

  look(): readonly KnownRoute[] | undefined {
    if (this.#apps.size === 0) return undefined;
    return [...this.#walk().values()].flat();
  }

  /**
   * The slot of an ended request's route; undefined when none matched. A request that failed before the route that would have
   * answered it was reached, in middleware or in a route that guards others, belongs to that route, so that the failure counts
   * where it hurts.
   */
  slotOf(request: ExpressRequest, status: number | undefined): RouteSlot | undefined {
    const { route } = request;
    const isMissing = status === 404 || status === 405;
    const hasFailed = !isMissing && (status === undefined || status >= 400);
    if (!isObject(route)) return hasFailed ? this.#intended(request) : undefined;
    const matched = this.#matched(request, route);
    if (matched === undefined) return this.#http.untold;
    if (request.method === "HEAD" && !answers(matched, "HEAD")) return undefined;
    if (!(hasFailed || isMissing) || !this.#isGuard(matched, request)) return matched.slot;
    return isMissing ? undefined : (this.#ahead(request, this.#after(matched)) ?? matched).slot;
  }

  #matched(request: ExpressRequest, route: object): Choice | undefined {
    if (!this.#choices.has(route)) this.#walkAgain(request);
    const choices = this.#choices.get(route) ?? [];
    return choices.length < 2 ? choices[0] : (choices.find(({ steps }) => leads(steps, request)) ?? choices[0]);
  }

  #intended(request: ExpressRequest): RouteSlot | undefined {
    const known = this.#ahead(request, this.#inOrder);
    if (known !== undefined) return known.slot;
    this.#walkAgain(request);
    return this.#ahead(request, this.#inOrder)?.slot;
  }

  /** The first of some choices that would answer a request; one that takes every path only when no other does. */
  #ahead(request: ExpressRequest, among: readonly Choice[]): Choice | undefined {
    const leading = among.filter((choice) => answers(choice, request.method) && leads(choice.steps, request));
    return leading.find(({ template }) => wildcardStart(template) === undefined) ?? leading[0];
  }

  /** Whether a route leaves requests to later ones: it ends in a wildcard, and others follow that it takes the paths of. */
  #isGuard(choice: Choice, request: ExpressRequest): boolean {
    const start = wildcardStart(choice.template);
    return (
      start !== undefined &&
      this.#after(choice).some(
        (later) => later.route !== choice.route && answers(later, request.method) && isUnder(later.template, start),
      )
    );
  }

  #after(choice: Choice): readonly Choice[] {
    return this.#inOrder.slice(this.#inOrder.indexOf(choice) + 1);
  }

  #walk(): WalkedRoutes {
    this.#lastWalkSeconds = this.#clock();
    const found: WalkedRoutes = new Map();
    for (const app of this.#apps) walkRouter(stackOf(app) ?? [], [], found);
    this.#choices.clear();
    for (const [route, templates] of found) {
      this.#choices.set(
        route,
        templates.map((known) => ({ ...known, route, slot: this.#http.slot(labelValue(known.template) ?? "") })),
      );
    }
    this.#inOrder = [...this.#choices.values()].flat();
    return found;
  }

  /** Walks for what the last walk did not find: at once for an application that is new, else after a pause. */
  #walkAgain(request: ExpressRequest): void {
    const knownApps = this.#apps.size;
    this.add(request.app);
    const isNewApp = this.#apps.size > knownApps;
    if (isNewApp || this.#clock() - this.#lastWalkSeconds >= walkPauseSeconds) this.#walk();
  }
}

function outermost(app: object): object {
  const { parent } = app as { readonly parent?: unknown };
  return isObject(parent) ? outermost(parent) : app;
}

/** The part of a template before its wildcard; undefined when it does not end in one. */
function wildcardStart(template: string): string | undefined {
  return /^([^*]*?)[/{]*\*[^/]*$/.exec(template)?.[1];
}

function isUnder(template: string, start: string): boolean {
  return template === start || template.startsWith(`${start}/`);
}

function answers({ methods }: KnownRoute, method: string | undefined): boolean {
  if (methods === undefined || methods.includes(method ?? "")) return true;
  return method === "HEAD" && methods.includes("GET");
}

function leads(steps: RouteTemplate["steps"], request: ExpressRequest): boolean {
  try {
    return leadsAlong(steps, pathOf(request.originalUrl ?? request.url ?? ""));
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
