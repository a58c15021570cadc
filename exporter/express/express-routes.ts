import type { IncomingMessage } from "node:http";
import { pathOf } from "../http/exchange.ts";
import type { HttpRequests, RouteSlot } from "../http/http-requests.ts";
import type { KnownRoute, RouterWalk } from "../http/router-routes.ts";
import { labelValue } from "../storage/label-value.ts";
import {
  leadsAlong,
  type RouteTemplate,
  routeMethods,
  stackOf,
  templateOf,
  unseenMatcher,
  type WalkedRoutes,
  walkRouter,
} from "./router-walk.ts";

/** What is read of Express's request. */
export interface ExpressRequest extends IncomingMessage {
  readonly route?: unknown;
  readonly app?: unknown;
  readonly originalUrl?: string;
}

/** Seconds between two walks for routes that the last one did not find. */
const walkPauseSeconds = 1;

interface Choice {
  readonly methods: KnownRoute["methods"];
  readonly slot: RouteSlot;
  readonly steps: RouteTemplate["steps"];
}

/** Knows the full template of every Route object of an Express application, from a walk of its router. */
export class ExpressRoutes implements RouterWalk {
  readonly #http: HttpRequests;
  readonly #clock: () => number;
  readonly #apps = new Set<object>();
  readonly #choices = new Map<object, readonly Choice[]>();
  #lastWalkSeconds = Number.NEGATIVE_INFINITY;

  constructor(http: HttpRequests, clock: () => number) {
    this.#http = http;
    this.#clock = clock;
  }

  /** Adds an application, or a router, to what is walked. Anything else is left out. */
  add(app: unknown): void {
    if ((typeof app === "object" || typeof app === "function") && app !== null && stackOf(app) !== undefined) {
      this.#apps.add(app);
    }
  }

  look(): { readonly routes: readonly KnownRoute[]; readonly hiddenMounts: readonly string[] } | undefined {
    if (this.#apps.size === 0) return undefined;
    const found = this.#walk();
    const seenMounts = new Set([...this.#apps].map((app) => templateOf(prefixSteps(app))));
    return {
      routes: [...found.templates.values()].flat(),
      hiddenMounts: found.hiddenMounts.filter((mount) => !seenMounts.has(mount)),
    };
  }

  /**
   * The slot of an ended request's route; undefined when none matched. A request that failed in middleware, before any route
   * was reached, belongs to the route that would have answered it, so that the failure counts where it hurts.
   */
  slotOf(request: ExpressRequest, status: number | undefined): RouteSlot | undefined {
    const { route } = request;
    if (typeof route !== "object" || route === null) {
      const hasFailed = status === undefined || (status >= 400 && status !== 404 && status !== 405);
      return hasFailed ? this.#intended(request) : undefined;
    }
    if (request.method === "HEAD" && !answersHead(route)) return undefined;
    const choices = this.#choices.get(route) ?? this.#walkFor(route, request);
    const [first] = choices;
    if (first === undefined) return this.#http.unmatched;
    if (choices.length === 1) return first.slot;
    const path = pathOf(request.originalUrl ?? request.url ?? "");
    return (choices.find(({ steps }) => leads(steps, path)) ?? first).slot;
  }

  #intended(request: ExpressRequest): RouteSlot | undefined {
    if (this.#choices.size === 0) this.#walkFor(undefined, request);
    const path = pathOf(request.originalUrl ?? request.url ?? "");
    for (const choices of this.#choices.values()) {
      const intended = choices.find(({ methods, steps }) => answers(methods, request.method) && leads(steps, path));
      if (intended !== undefined) return intended.slot;
    }
    return undefined;
  }

  #walk(): WalkedRoutes {
    this.#lastWalkSeconds = this.#clock();
    const found: WalkedRoutes = { templates: new Map(), hiddenMounts: [] };
    for (const app of this.#apps) {
      walkRouter(stackOf(app) ?? [], prefixSteps(app), found);
    }
    this.#choices.clear();
    for (const [route, templates] of found.templates) {
      this.#choices.set(
        route,
        templates.map(({ template, methods, steps }) => ({
          slot: this.#http.slot(labelValue(template) ?? ""),
          methods,
          steps,
        })),
      );
    }
    return found;
  }

  #walkFor(route: object | undefined, request: ExpressRequest): readonly Choice[] {
    const isNewApp = !this.#apps.has(request.app as object);
    if (!isNewApp && this.#clock() - this.#lastWalkSeconds < walkPauseSeconds) return [];
    this.add(request.app);
    this.#walk();
    return (route === undefined ? undefined : this.#choices.get(route)) ?? [];
  }
}

/** A mounted application knows where it is mounted, the router that it is mounted on does not show it. */
function prefixSteps(app: object): RouteTemplate["steps"] {
  const { parent, mountpath } = app as { readonly parent?: object; readonly mountpath?: unknown };
  if (parent === undefined) return [];
  const path: unknown = Array.isArray(mountpath) ? mountpath[0] : mountpath;
  const template = templateOf([{ template: String(path) }]);
  return [...prefixSteps(parent), { template, matcher: unseenMatcher }];
}

function answersHead(route: object): boolean {
  return answers(routeMethods(route), "HEAD");
}

function answers(methods: KnownRoute["methods"], method: string | undefined): boolean {
  if (methods === undefined || methods.includes(method ?? "")) return true;
  return method === "HEAD" && methods.includes("GET");
}

function leads(steps: RouteTemplate["steps"], path: string): boolean {
  try {
    return leadsAlong(steps, path);
  } catch {
    return false;
  }
}
