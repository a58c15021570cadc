import { type AcrossProcesses, type GaugeDefinition, isRecord, type Metrics, type Service } from "@signalbox/contract";
import type { Exposition } from "../exposition/exposition.ts";
import { type ScrapeBody, type ScrapeWish, textOf } from "../exposition/scrape-body.ts";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import { checkOptions, type OptionRules, oneOf, secondsAboveZero } from "../option-rules.ts";
import type { LifecycleParts } from "../server/lifecycle.ts";
import type { OperationsOptions } from "../server/operations-options.ts";
import { operationsPorts } from "../server/operations-ports.ts";
import { operationsRules } from "../server/operations-rules.ts";
import { ReadinessChecks } from "../server/readiness-checks.ts";
import { completeWish } from "./complete-wish.ts";
import { FleetSource } from "./fleet-source.ts";

/** The names of the gauges among a service's metrics. */
export type GaugeName<M extends Metrics> = {
  [K in keyof M & string]: M[K] extends GaugeDefinition ? K : never;
}[keyof M & string];

/** What `signals.aggregate` may be told. */
export interface AggregateOptions<M extends Metrics = Metrics> {
  /** How the values of a gauge in several processes or threads become one, by its name; by default their sum. */
  readonly gauges?: { readonly [K in GaugeName<M>]?: AcrossProcesses };
  /**
   * Seconds that a scrape waits for the members' latest; default 1, and never more than half of the scrape's own. A member that
   * is late counts with what it told last, and after three times in a row is not waited for until it answers again.
   */
  readonly deadlineSeconds?: number;
}

/** The ports for operations of a fleet. */
export interface FleetServed {
  /** The port of the metrics and the probes that was bound. */
  readonly metricsPort: number;
  /** The port of the probes alone that was bound; undefined without the option `probesPort`. */
  readonly probesPort: number | undefined;
  /** Ends what is in flight within a few seconds, and closes the ports. */
  close(): Promise<void>;
}

/** What is shown of all processes or threads of a service at one place. */
export interface Fleet {
  /** How many members answer, this process not counted. */
  readonly members: number;
  /**
   * Serves `/metrics` of all members, and the probes of this process: `/readyz` answers 503 while no member answers. For a process
   * that serves the application itself, `signals.serve` and `signals.lifecycle` show all members too.
   * @throws {Error} that names the option when a port, a file or a limit cannot be used.
   */
  serve(options: OperationsOptions): Promise<FleetServed>;
  /** A scrape of all members, as `Signals.scrape`. */
  scrape(wish?: Partial<ScrapeWish>): Promise<ScrapeBody>;
  /** The text of a scrape of all members, format 0.0.4. */
  exposition(): Promise<string>;
  /** Hears the members no more; what they told is still shown. */
  close(): void;
}

/** What a fleet needs from the rest of the exporter. */
export interface FleetParts {
  readonly service: Service;
  readonly sources: readonly ScrapeSource[];
  readonly lifecycle: LifecycleParts;
  /** Renders tables, and the added registries of this process. */
  readonly expositionOf: (sources: readonly ScrapeSource[]) => Exposition;
}

/** Seconds that scrapes in flight may take when the ports close. */
const closingSeconds = 1;

/** Collects from all members of a service; see `Signals.aggregate`. */
export function fleet({ service, sources, lifecycle, expositionOf }: FleetParts, options: AggregateOptions): Fleet {
  checkOptions("options of aggregate", options, aggregateRules(service));
  const deadlineSeconds = options.deadlineSeconds ?? 1;
  const { report, readiness } = lifecycle;
  const source = new FleetSource(service, sources, { ...options.gauges }, report, deadlineSeconds);
  const exposition = expositionOf([{ tables: source.tables }]);
  const scrape = async (wish: Partial<ScrapeWish> = {}): Promise<ScrapeBody> => {
    const complete = completeWish(wish);
    const start = performance.now();
    await source.refreshWithin(Math.min(deadlineSeconds, complete.deadlineSeconds / 2));
    const tookSeconds = (performance.now() - start) / 1000;
    return exposition.scrape({ ...complete, deadlineSeconds: complete.deadlineSeconds - tookSeconds });
  };
  return {
    get members() {
      return source.answering;
    },
    async serve(operations) {
      checkOptions("options of serve of a fleet", operations, operationsRules);
      const log = (message: string): void => report.message(message);
      readiness.starting(new ReadinessChecks({ members: () => source.answering > 0 }, 1, log));
      const ports = await operationsPorts(operations, { ...lifecycle, scrape }, readiness);
      readiness.started();
      const { metricsPort, probesPort } = ports;
      return { metricsPort, probesPort, close: () => ports.close(closingSeconds) };
    },
    scrape,
    exposition: async () => textOf(await scrape()),
    close: () => source.close(),
  };
}

function aggregateRules({ metrics }: Service): OptionRules {
  const names = Object.keys(metrics).filter((name) => metrics[name]?.type === "gauge");
  const across = oneOf("sum", "max", "min");
  return {
    deadlineSeconds: secondsAboveZero(1),
    gauges: {
      rule: `it has gauges of the definition alone: ${names.join(", ") || "there are none"}`,
      example: names[0] === undefined ? "{}" : `{ ${names[0]}: "max" }`,
      fits: (value) => isRecord(value) && Object.keys(value).every((name) => names.includes(name)),
      inside: Object.fromEntries(names.map((name) => [name, across])),
    },
  };
}
