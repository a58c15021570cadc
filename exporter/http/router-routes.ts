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
