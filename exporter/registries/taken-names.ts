import { isProcessMetric } from "@signalbox/contract";

const ours = "the service's definition or the exporter itself";

/** Names in one message. */
const shownNames = 3;

interface Collision {
  readonly metric: string;
  readonly taken: string;
}

/** Who exposes which name in one scrape, and which metrics of registries came too late for theirs. */
export class TakenNames {
  readonly #ownNames: ReadonlySet<string>;
  readonly #origins = new Map<string, string>();
  /** By registry, then by what belongs in one message. */
  readonly #collisions = new Map<string, Map<string, Collision[]>>();

  constructor(ownNames: ReadonlySet<string>) {
    this.#ownNames = ownNames;
  }

  /** Gives names to a registry. */
  take(origin: string, names: readonly string[]): void {
    for (const name of names) this.#origins.set(name, origin);
  }

  /** Whether one of the names of a metric is taken; remembers the collision. */
  collides(origin: string, metric: string, names: readonly string[]): boolean {
    const taken = names.find((name) => this.#ownerOf(name) !== undefined);
    if (taken === undefined) return false;
    const reason = `${this.#ownerOf(taken)}; ${this.#remedy(taken)}`;
    const ofOrigin = this.#collisions.get(origin) ?? new Map<string, Collision[]>();
    const alike = ofOrigin.get(reason) ?? [];
    alike.push({ metric, taken });
    ofOrigin.set(reason, alike);
    this.#collisions.set(origin, ofOrigin);
    return true;
  }

  /** The collisions of a registry as messages, a place and a reason each; those that have the same cause are one message. */
  collisions(origin: string): readonly (readonly [place: string, reason: string])[] {
    return [...(this.#collisions.get(origin) ?? [])].map(([reason, collisions]) => {
      const [first] = collisions;
      if (first !== undefined && collisions.length === 1) {
        return [`${origin}: metric ${first.metric} is left out`, `the name ${first.taken} belongs to ${reason}`];
      }
      const shown = collisions.slice(0, shownNames).map(({ taken }) => taken);
      const rest = collisions.length > shown.length ? ` and ${collisions.length - shown.length} more` : "";
      const names = `the names ${shown.join(", ")}${rest}`;
      return [`${origin}: ${collisions.length} metrics are left out`, `${names} belong to ${reason}`];
    });
  }

  #ownerOf(name: string): string | undefined {
    return this.#ownNames.has(name) ? ours : this.#origins.get(name);
  }

  #remedy(taken: string): string {
    if (!this.#ownNames.has(taken) || !isProcessMetric(taken)) return "rename one of the two";
    return 'leave them out of the registry (collectDefaultMetrics), or say process: "none" in the definition';
  }
}
