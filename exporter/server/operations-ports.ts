import { bearerTokens } from "./bearer-tokens.ts";
import { drainOf, type HttpServer } from "./drain.ts";
import { listen, PortBusyError } from "./listen.ts";
import { completeLimits, type MetricsLimits } from "./metrics-limits.ts";
import { type MetricsServerParts, metricsServer, metricsTlsServer } from "./metrics-server.ts";
import type { OperationsOptions } from "./operations-options.ts";
import type { Readiness } from "./readiness.ts";
import { ScrapeHandler, type ScrapeParts } from "./scrape-handler.ts";
import { serverCertificates } from "./server-certificates.ts";

/** Seconds between two looks at the certificates when the options do not tell. */
const defaultReloadSeconds = 10;

/** Seconds between two tries for a metrics port that is taken. */
const retrySeconds = 1;

/** The ports for operations, open. */
export interface OperationsPorts {
  readonly metricsPort: number;
  readonly probesPort: number | undefined;
  /** Resolves when a scrape that starts from now on was answered in full. */
  nextScrape(): Promise<void>;
  /** Ends what is in flight within seconds, and closes the ports. */
  close(deadlineSeconds: number): Promise<void>;
}

interface OpenPort {
  readonly port: number;
  close(deadlineSeconds: number): Promise<unknown>;
}

/**
 * Opens the ports for operations.
 * @throws {Error} that names the option when a port, a file or a limit cannot be used; nothing stays open then.
 */
export async function operationsPorts(
  options: OperationsOptions,
  parts: ScrapeParts,
  readiness: Readiness,
): Promise<OperationsPorts> {
  if (options.metricsTls?.clientCaFile !== undefined && options.probesPort === undefined) throw noProbesError();
  const limits = completeLimits(options.metricsLimits);
  const log = (message: string): void => parts.report.message(message);
  const onError = (error: unknown): void => parts.report.error("metrics server", error);
  const mayScrape = options.metricsAuth === undefined ? undefined : await bearerTokens(options.metricsAuth, log);
  const scrapes = new ScrapeHandler({ ...parts, ...(mayScrape === undefined ? {} : { mayScrape }) }, limits);
  const metrics = await server(options, { readiness, scrapes, onError }, limits, log);
  const metricsPort = await openMetricsPort(metrics, options, log);
  const probesPort =
    options.probesPort === undefined
      ? undefined
      : await openPort(
          metricsServer({ readiness, onError }, limits),
          options.probesPort,
          options.host,
          "probesPort",
        ).catch(async (error: unknown) => {
          await metricsPort.close(0);
          throw error;
        });
  return {
    metricsPort: metricsPort.port,
    probesPort: probesPort?.port,
    nextScrape: () => scrapes.nextScrape(),
    async close(deadlineSeconds) {
      await Promise.all([metricsPort, probesPort].map((port) => port?.close(deadlineSeconds)));
    },
  };
}

async function server(
  { metricsTls }: OperationsOptions,
  parts: MetricsServerParts,
  limits: Required<MetricsLimits>,
  log: (message: string) => void,
): Promise<HttpServer> {
  if (metricsTls === undefined) return metricsServer(parts, limits);
  const certificates = await serverCertificates(metricsTls, log);
  return metricsTlsServer(parts, limits, certificates, metricsTls.reloadSeconds ?? defaultReloadSeconds);
}

async function openPort(
  httpServer: HttpServer,
  port: number,
  host: string | undefined,
  option: string,
): Promise<OpenPort> {
  const drain = drainOf(httpServer);
  return { port: await listen(httpServer, port, host, option), close: (seconds) => drain.finish(seconds) };
}

async function openMetricsPort(
  httpServer: HttpServer,
  { metricsPort, host, onMetricsPortBusy }: OperationsOptions,
  log: (message: string) => void,
): Promise<OpenPort> {
  if (metricsPort === undefined) throw noMetricsPortError();
  try {
    return await openPort(httpServer, metricsPort, host, "metricsPort");
  } catch (error) {
    if (onMetricsPortBusy !== "warn" || !(error instanceof PortBusyError)) throw error;
    log(`${error.message} Until the port is free, there are no metrics and no probes.`);
    return openPortLater(httpServer, metricsPort, host, log);
  }
}

function openPortLater(
  httpServer: HttpServer,
  port: number,
  host: string | undefined,
  log: (message: string) => void,
): OpenPort {
  const drain = drainOf(httpServer);
  let trying: Promise<void> = Promise.resolve();
  const retry = setInterval(() => {
    trying = listen(httpServer, port, host, "metricsPort").then(
      () => {
        clearInterval(retry);
        log(`Port ${port} was free: metrics and probes are there now.`);
      },
      () => undefined,
    );
  }, retrySeconds * 1000).unref();
  return {
    port,
    async close(deadlineSeconds) {
      clearInterval(retry);
      await trying;
      await drain.finish(deadlineSeconds);
    },
  };
}

function noMetricsPortError(): Error {
  return new Error(
    "metricsPort is missing, so nobody could scrape this service: give the port of the metrics, for example metricsPort: 9464. Only a " +
      "service that is instrumented with reportsTo leaves it out, because another process shows its metrics.",
  );
}

function noProbesError(): Error {
  return new Error(
    "metricsTls.clientCaFile asks every client of the metrics port for a certificate, and the kubelet shows none: its probes would " +
      "fail, and the pod would be restarted for ever. Set probesPort, the port of the probes alone, to 0 where nothing probes.",
  );
}
