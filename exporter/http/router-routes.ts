/** A route that the router knows. */
export interface KnownRoute {
  readonly template: string;
  /** Methods in capitals; undefined when it answers every method. */
  readonly methods: readonly string[] | undefined;
}

/** A router whose routes can be listed. */
export interface RouterWalk {
  /** Looks at the router anew; undefined while no router is known. */
  look(): readonly KnownRoute[] | undefined;
}

/** Several routers as one; known as soon as one of them is. */
export class Routers implements RouterWalk {
  readonly #routers: readonly RouterWalk[];

  constructor(routers: readonly RouterWalk[]) {
    this.#routers = routers;
  }

  look(): readonly KnownRoute[] | undefined {
    const known = this.#routers.map((router) => router.look()).filter((routes) => routes !== undefined);
    return known.length === 0 ? undefined : known.flat();
  }
}
