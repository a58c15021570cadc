import type { Service } from "@signalbox/contract";
import type { Exposition } from "../exposition/exposition.ts";
import type { ScrapeBody, ScrapeWish } from "../exposition/scrape-body.ts";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import type { SelfReport } from "../self-report.ts";
import type { LifecycleParts, LifecycleSteps } from "../server/lifecycle.ts";
import { operationsPorts } from "../server/operations-ports.ts";
import { completeWish } from "./complete-wish.ts";
import { type AggregateOptions, type Fleet, fleet } from "./fleet.ts";
import { Member } from "./member.ts";
import type { ReportsTo } from "./member-link.ts";
import { noPorts } from "./no-ports.ts";

/** What is shown of a service, and where. */
export interface ShownParts {
  readonly service: Service;
  readonly sources: readonly ScrapeSource[];
  readonly report: SelfReport;
  readonly reportsTo: ReportsTo | undefined;
  /** Renders tables, and the added registries of this process. */
  readonly expositionOf: (sources: readonly ScrapeSource[]) => Exposition;
}

/** Where the metrics of this process are shown: here, here with those of others, or by another process. */
export class ShownMetrics {
  readonly #parts: ShownParts;
  readonly #member: Member | undefined;
  #shown: { scrape(wish: ScrapeWish): Promise<ScrapeBody> };
  #fleet: Fleet | undefined;

  /** @throws {Error} when this process or thread is none that could report there. */
  constructor(parts: ShownParts) {
    const { service, sources, report, reportsTo, expositionOf } = parts;
    this.#parts = parts;
    this.#shown = expositionOf(sources);
    this.#member = reportsTo && new Member(service.name, reportsTo, sources, report);
  }

  /** Opens the ports for operations; a member has none. */
  get openPorts(): LifecycleParts["openPorts"] {
    return this.#member === undefined ? operationsPorts : () => Promise.resolve(noPorts);
  }

  scrape(wish: Partial<ScrapeWish> = {}): Promise<ScrapeBody> {
    return this.#shown.scrape(completeWish(wish));
  }

  /** The steps of a lifecycle, at whose end a member tells what it counted. */
  steps<S extends LifecycleSteps>(steps: S): S {
    const member = this.#member;
    if (member === undefined) return steps;
    const onDrained = async (): Promise<void> => {
      try {
        await steps.onDrained?.();
      } finally {
        await member.tellAll();
      }
    };
    return { ...steps, onDrained };
  }

  /** Shows what is here with what members report from now on; see `Signals.aggregate`. */
  aggregate(lifecycle: LifecycleParts, options: AggregateOptions): Fleet {
    const { service, reportsTo } = this.#parts;
    if (reportsTo !== undefined) throw memberError(service.name, reportsTo);
    if (this.#fleet !== undefined) throw twiceError(service.name);
    const collected = fleet({ ...this.#parts, lifecycle }, options);
    this.#shown = collected;
    this.#fleet = collected;
    return collected;
  }

  /** Ends the links to other processes; a member tells what it counted. */
  close(): void {
    this.#member?.close();
    this.#fleet?.close();
  }
}

function memberError(service: string, reportsTo: ReportsTo): Error {
  return new Error(
    `aggregate(): the service ${JSON.stringify(service)} is instrumented with reportsTo: "${reportsTo}", so another process or thread ` +
      "collects its metrics. Call it there, on signals without reportsTo.",
  );
}

function twiceError(service: string): Error {
  return new Error(
    `aggregate(): the members of the service ${JSON.stringify(service)} are collected already. Call it once and keep what it returns.`,
  );
}
