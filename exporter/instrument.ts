import { exposedMetrics, type Indicators, type Metrics, type Service, type Works } from "@signalbox/contract";
import type { AggregateOptions, Fleet } from "./aggregate/fleet.ts";
import type { ReportsTo } from "./aggregate/member-link.ts";
import { ShownMetrics } from "./aggregate/shown-metrics.ts";
import { monotonicSeconds, unixSeconds } from "./clocks.ts";
import { Exposition } from "./exposition/exposition.ts";
import { type ScrapeBody, type ScrapeWish, textOf } from "./exposition/scrape-body.ts";
import type { ScrapeSource } from "./exposition/scrape-source.ts";
import { type HttpSignals, measuredRequests } from "./http-signals.ts";
import { checkService, instrumentRules } from "./instrument-rules.ts";
import type { MetricHandles } from "./metrics/metric-handles.ts";
import { serviceMetrics } from "./metrics/service-metrics.ts";
import type { ExemplarOf } from "./metrics/update-exemplar.ts";
import { checkOptions } from "./option-rules.ts";
import { outbound } from "./outbound/outbound.ts";
import { ProcessSource } from "./process/process-source.ts";
import { ProcessPresence } from "./process-presence.ts";
import type { PushOptions, PushTarget } from "./push/push-options.ts";
import { pushing } from "./push/pushing.ts";
import { AddedRegistries } from "./registries/added-registries.ts";
import type { AddedRegistry } from "./registries/added-registry.ts";
import { SelfReport } from "./self-report.ts";
import { type Lifecycle, type LifecycleOptions, lifecycle } from "./server/lifecycle.ts";
import { MetricsServerMetrics } from "./server/metrics-server-metrics.ts";
import { lifecycleRules, serveRules } from "./server/operations-rules.ts";
import { Readiness } from "./server/readiness.ts";
import { type Served, type ServeOptions, serve } from "./server/serve.ts";
import { logToStandardError } from "./standard-error-log.ts";
import type { WorkFunction, WorkOptions } from "./work/measured-work.ts";
import { workSource } from "./work/work.ts";

/** What `instrument` may be told. */
export interface InstrumentOptions {
  /** Registries of `prom-client` or `@prometheus-io/client` to expose too; by default none. */
  readonly registries?: readonly AddedRegistry[];
  /** Seconds that an added registry may take for a scrape; default 1. */
  readonly registryDeadlineSeconds?: number;
  /** Bytes of rendered text that are kept until they change, so that a scrape renders only what did; default 16 MiB. */
  readonly renderingBudgetBytes?: number;
  /** The folder that holds `/proc` and `/sys`, for process metrics; default `/`. */
  readonly fileSystemRoot?: string;
  /** A clock in seconds that never goes back; by default the process's own. */
  readonly clock?: () => number;
  /** Unix time in seconds; by default the system's clock. */
  readonly unixClock?: () => number;
  /** Takes messages for the log, one line each; by default they go to standard error. */
  readonly log?: (message: string) => void;
  /** Route templates and paths on the application that are not measured; default {@link defaultInternalRoutes}. */
  readonly internalRoutes?: readonly string[];
  /** Route templates whose responses are streams, so that their duration means nothing; event streams are known without. */
  readonly streamRoutes?: readonly string[];
  /** A request header that marks tests, which then count for no indicator; by default none, because any client can send it. */
  readonly syntheticHeader?: string;
  /**
   * Reports the metrics to the primary of `node:cluster`, or to the thread of this process that collects, which calls
   * {@link Signals.aggregate}; by default to nobody. Such a service opens no port for operations. Added registries stay its own.
   */
  readonly reportsTo?: ReportsTo | undefined;
  /**
   * Tells the trace of a request when it ends, for the exemplars of HTTP durations; by default none. Asked at most once a second for
   * each bucket; what it throws is counted.
   */
  readonly exemplarOf?: ExemplarOf;
}

/**
 * Routes of probes, metrics and lifecycle that an application may serve on its own port. A health route that is measured is answered
 * while all else hangs, and dilutes every indicator.
 */
export const defaultInternalRoutes: readonly string[] = [
  "/metrics",
  "/livez",
  "/readyz",
  "/startupz",
  "/healthz",
  "/health",
  "/health/live",
  "/health/ready",
  "/ping",
];

/** An instrumented service. */
export interface Signals<M extends Metrics = Metrics, W extends Works = Works> extends HttpSignals {
  /** The metrics of the definition, by name. */
  readonly metrics: MetricHandles<M>;
  /**
   * Serves the application, and on a port of its own `/metrics`, `/livez`, `/readyz` and `/startupz`. On SIGTERM or SIGINT the
   * service drains: not ready, `Connection: close`, a delay, the requests in flight, and the metrics last; then the process ends.
   * @throws {DefinitionError} with all options that cannot be used; {Error} that names the port and the option when a port cannot be bound.
   */
  serve(options: ServeOptions): Promise<Served>;
  /**
   * Does for a server of your own what {@link Signals.serve} does for its own: probes, metrics and drain. Call it once, before the
   * server listens.
   * @throws {DefinitionError} with all options that cannot be used; {Error} that names the option when a port or a file cannot be used;
   * what `startup` throws, too.
   */
  lifecycle(options: LifecycleOptions): Promise<Lifecycle>;
  /** The text of a scrape, format 0.0.4. */
  exposition(): Promise<string>;
  /**
   * Wraps a function that does work of the definition, so that each call of it is a run: counted when it returns, or when its
   * promise settles, with its duration in seconds. `this`, arguments, result and errors are the function's own.
   * @throws {Error} at once, when the definition has no work of that name.
   */
  work<Arguments extends unknown[], Result, This>(
    name: keyof W & string,
    work: WorkFunction<Arguments, Result, This>,
    options?: WorkOptions<NoInfer<Arguments>>,
  ): WorkFunction<Arguments, Result, This>;
  /**
   * Pushes what a scrape returns to a Pushgateway, for jobs that end before a scrape. Tries again after a passing failure.
   * @throws {Error} when the gateway refuses it, or it was not pushed in time; with what the gateway said.
   */
  push(options: PushOptions): Promise<void>;
  /** Deletes a group at a Pushgateway; one that is not there is no error. Fails as {@link Signals.push} does. */
  deletePushed(target: PushTarget): Promise<void>;
  /**
   * Collects the metrics of all workers and threads of this process that report to it, once for a service. From then on whatever
   * shows these signals shows them with all members: {@link Signals.scrape}, {@link Signals.serve} and the others. Counts are summed, and
   * those of a member that ended stay; gauges are of the members that live.
   * @throws {Error} when the service reports to another process itself, or is aggregated already.
   */
  aggregate(options?: AggregateOptions<M>): Fleet;
  /** Stops to measure calls to dependencies, the event loop and garbage collections; what was counted stays. A process that ends need not call it. */
  close(): void;
  /**
   * A scrape, for a server of one's own: in the format and encoding that the scraper prefers, by default text 0.0.4 as it is,
   * with a deadline of 10 seconds. Scrapes that overlap share one rendering.
   * @throws {ScrapeLateError} when it is not ready at the deadline.
   */
  scrape(wish?: Partial<ScrapeWish>): Promise<ScrapeBody>;
  /** Says whether the service takes requests; `/readyz` answers 503 while it does not. It does from the start. */
  ready(isReady: boolean): void;
}

/**
 * Instruments a service: storage for everything that its definition exposes, at zero from the start. Each call has metrics of its
 * own; the process only knows how often a service is instrumented, so that doubles and copies of this package are reported.
 * @throws {DefinitionError} with all options that cannot be used; {Error} when the service does not come from `defineService`, or
 * its HTTP family is not `otel()`, which is the one that is emitted.
 */
export function instrument<M extends Metrics, W extends Works = Works>(
  service: Service<M, Indicators, W>,
  options: InstrumentOptions = {},
): Signals<M, W> {
  checkService(service);
  checkOptions(`options of instrument(${service.name})`, options, instrumentRules);
  if (service.http.preset !== "otel") throw foreignFamilyError(service);
  const clock = options.clock ?? monotonicSeconds;
  const exposed = exposedMetrics(service);
  const report = new SelfReport(exposed, options.log ?? logToStandardError, clock);
  const presence = new ProcessPresence(service.name, report);
  const requestOptions = {
    internalRoutes: options.internalRoutes ?? defaultInternalRoutes,
    streamRoutes: options.streamRoutes ?? [],
    syntheticHeader: options.syntheticHeader,
    exemplarOf: options.exemplarOf,
  };
  const http = measuredRequests(service, exposed, requestOptions, report, clock);
  const { handles, tables } = serviceMetrics(service.metrics, exposed, report);
  const unixClock = options.unixClock ?? unixSeconds;
  const calls = outbound(service, exposed, report, clock);
  const work = workSource(service, exposed, report, { monotonic: clock, unix: unixClock });
  const added = new AddedRegistries(options.registries ?? [], report, options.registryDeadlineSeconds ?? 1);
  const ofProcess = new ProcessSource(service, exposed, report, clock, options.fileSystemRoot ?? "/");
  const serverMetrics = new MetricsServerMetrics(exposed, report);
  const sources = [
    http.source,
    calls,
    work,
    http.indicatorSource,
    { tables: [report.overflowed, report.internalErrors] },
    serverMetrics,
    { tables },
    ofProcess,
  ];
  const expositionOf = (rendered: readonly ScrapeSource[]): Exposition =>
    new Exposition(
      rendered,
      (ownNames, deadlineSeconds) => added.families(ownNames, deadlineSeconds),
      report,
      options.renderingBudgetBytes ?? defaultRenderingBudgetBytes,
    );
  const shown = new ShownMetrics({ service, sources, report, reportsTo: options.reportsTo, expositionOf });
  const scrape = (wish?: Partial<ScrapeWish>): Promise<ScrapeBody> => shown.scrape(wish);
  const readiness = new Readiness();
  const lifecycleParts = {
    scrape,
    metrics: serverMetrics,
    report,
    clock,
    readiness,
    openPorts: shown.openPorts,
    listening: (server: object) => {
      presence.listening();
      http.watch(server);
      http.resolveRoutes();
    },
  };
  const text = async (): Promise<string> => textOf(await scrape());
  return {
    metrics: handles,
    ...http.signals,
    serve: async (serveOptions) => {
      checkOptions("options of serve", serveOptions, serveRules);
      http.addApp(serveOptions.app);
      return presence.until(await serve(shown.steps(serveOptions), lifecycleParts));
    },
    lifecycle: async (lifecycleOptions) => {
      checkOptions("options of lifecycle", lifecycleOptions, lifecycleRules);
      return lifecycle(shown.steps(lifecycleOptions), lifecycleParts);
    },
    exposition: text,
    scrape,
    work: work.measure,
    ...pushing(service.name, text),
    aggregate: (aggregateOptions = {}) => shown.aggregate(lifecycleParts, aggregateOptions),
    close: () => {
      presence.ended();
      calls.close();
      ofProcess.close();
      shown.close();
    },
    ready: (isReady) => readiness.ready(isReady),
  };
}

const defaultRenderingBudgetBytes = 16 * 2 ** 20;

function foreignFamilyError(service: Service): Error {
  return new Error(
    `instrument(${JSON.stringify(service.name)}): its definition says http: ${service.http.preset}(), the metrics of a service that is ` +
      "instrumented by other means. This exporter emits otel(): leave http out of the definition, or do not instrument the service.",
  );
}
