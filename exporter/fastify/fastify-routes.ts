import type { CountedIndicator } from "../http/indicator-counts.ts";
import { methodLabels } from "../http/request-labels.ts";
import type { KnownRoute, RouterWalk } from "../http/router-routes.ts";

/** What is asked of a Fastify instance about its routes. */
export interface FastifyRouteTable {
  hasRoute(route: { readonly method: string; readonly url: string }): boolean;
}

/** Knows which routes of the indicators a Fastify instance has; Fastify tells of a route when asked, and lists none. */
export class FastifyRoutes implements RouterWalk {
  readonly #indicators: readonly CountedIndicator[];
  readonly #instances = new Set<FastifyRouteTable>();

  constructor(indicators: readonly CountedIndicator[]) {
    this.#indicators = indicators;
  }

  /** Adds an instance to those that are asked. */
  add(instance: FastifyRouteTable): void {
    this.#instances.add(instance);
  }

  look(): readonly KnownRoute[] | undefined {
    if (this.#instances.size === 0) return undefined;
    const asked = this.#indicators.flatMap(({ routes }) => routes ?? []);
    return asked.flatMap(({ path, method }) => {
      const methods = (method === undefined ? methodLabels : [method]).filter((one) => this.#has(one, path));
      return methods.length === 0 ? [] : [{ template: path, methods: method === undefined ? undefined : methods }];
    });
  }

  #has(method: string, url: string): boolean {
    return [...this.#instances].some((instance) => instance.hasRoute({ method, url }));
  }
}
