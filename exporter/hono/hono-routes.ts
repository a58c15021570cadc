import type { HttpRequests, RouteSlot } from "../http/http-requests.ts";
import type { KnownRoute, RouterWalk } from "../http/router-routes.ts";
import { labelValue } from "../storage/label-value.ts";

/** What is read of a route of Hono. */
export interface HonoRoute {
  readonly method: string;
  readonly path: string;
  readonly handler: (...parts: never[]) => unknown;
}

/** An application of Hono, as far as its routes go. */
export interface HonoApp {
  readonly routes: readonly HonoRoute[];
}

/** What is read of Hono's request to find its route. */
export interface MatchedRequest {
  /** The routes and the middleware that match, in the order in which they run. */
  readonly matchedRoutes: readonly HonoRoute[];
  /** The index of the one that ran last. */
  readonly routeIndex: number;
}

/** Finds the templates of Hono's routes, with their mounts and base paths. */
export class HonoRoutes implements RouterWalk {
  readonly #http: HttpRequests;
  readonly #apps = new Set<HonoApp>();

  constructor(http: HttpRequests) {
    this.#http = http;
  }

  /** Adds an application to those whose routes are listed. */
  add(app: HonoApp): void {
    this.#apps.add(app);
  }

  look(): readonly KnownRoute[] | undefined {
    if (this.#apps.size === 0) return undefined;
    return [...this.#apps].flatMap(({ routes }) =>
      routes
        .filter(answers)
        .map(({ path, method }) => ({ template: path, methods: method === every ? undefined : [method] })),
    );
  }

  /** The slot of an ended request's route; undefined when none matched. */
  slotOf(request: MatchedRequest, status: number | undefined): RouteSlot | undefined {
    const template = labelValue(this.templateOf(request, status));
    return template === undefined ? undefined : this.#http.slot(template);
  }

  /**
   * The template of an ended request's route; undefined when none matched. A request that failed before the route that would
   * have answered it, in middleware or in a route that takes every path, belongs to that route.
   */
  templateOf({ matchedRoutes, routeIndex }: MatchedRequest, status: number | undefined): string | undefined {
    const reached = matchedRoutes[routeIndex];
    const ahead = matchedRoutes.slice(routeIndex + 1).filter(answers);
    const intended = ahead.find((route) => !isWildcard(route)) ?? ahead[0];
    const hasNoGoodAnswer = status === undefined || status >= 400;
    const isGuard = reached !== undefined && isWildcard(reached) && intended !== undefined && hasNoGoodAnswer;
    if (reached !== undefined && answers(reached) && !isGuard) return reached.path;
    const isMissing = status === 404 || status === 405;
    return hasNoGoodAnswer && !isMissing ? intended?.path : undefined;
  }
}

const every = "ALL";

/** Where Hono keeps the handler that it wrapped for the error handler of a mounted application. */
const wrapped = "__COMPOSED_HANDLER";

/** Whether a route answers requests. Hono keeps middleware as routes of every method whose handler also takes `next`. */
function answers({ method, handler }: HonoRoute): boolean {
  return method !== every || innermost(handler).length < 2;
}

function isWildcard({ path }: HonoRoute): boolean {
  return path.endsWith("*");
}

function innermost(handler: HonoRoute["handler"]): HonoRoute["handler"] {
  const inner = (handler as { readonly [wrapped]?: unknown })[wrapped];
  return typeof inner === "function" ? innermost(inner as HonoRoute["handler"]) : handler;
}
