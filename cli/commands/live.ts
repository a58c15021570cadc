import type { Live, LiveOptions, LiveTarget } from "../../live/index.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { withEngine } from "../engine.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Outcome, Surroundings } from "../outcome.ts";

/** Options of `live`. */
export interface LiveCommandOptions {
  readonly config?: string;
  /** `<service>=<address of its metrics>`. */
  readonly target: readonly string[];
  readonly port: number;
  readonly every: number;
  readonly environment?: string;
}

/** Scrapes running services and serves the page until it is interrupted. */
export async function live(options: LiveCommandOptions, world: Surroundings): Promise<Outcome> {
  const { config } = await loadConfig(world.cwd, options.config);
  const services = config.services.map(({ service }) => service.name);
  const targets = options.target.map((text) => targetOf(text, services));
  if (targets.length === 0) throw usage(`--target is needed: --target ${services[0]}=http://127.0.0.1:9464/metrics`);
  const environments = config.environments.map(({ name }) => name);
  if (options.environment !== undefined && !environments.includes(options.environment)) {
    throw usage(`--environment ${options.environment} is not in the config; it has ${environments.join(", ")}.`);
  }
  return await withEngine(async (engine) => {
    const { startLive } = await import("../../live/index.ts");
    const running = await started(startLive, {
      config,
      engine,
      targets,
      port: options.port,
      everySeconds: options.every,
      fetch: world.fetch,
      log: world.message,
      ...(options.environment === undefined ? {} : { environment: options.environment }),
    });
    world.message(`The page is at ${running.url} (Ctrl-C ends it).`);
    await untilInterrupted(running, world.signal);
    return { exitCode: exitCodes.done, text: "", document: { url: running.url } };
  });
}

async function started(startLive: (options: LiveOptions) => Promise<Live>, options: LiveOptions): Promise<Live> {
  try {
    return await startLive(options);
  } catch (error) {
    const { cause } = error as Error;
    if ((cause as NodeJS.ErrnoException | undefined)?.code !== "EADDRINUSE") throw error;
    throw new Failure(exitCodes.conflict, (error as Error).message, { cause });
  }
}

async function untilInterrupted(running: Live, signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  await running.close();
}

function targetOf(text: string, services: readonly string[]): LiveTarget {
  const [, service = "", url = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (!services.includes(service) || !URL.canParse(url) || !/^https?:/.test(url)) {
    throw usage(
      `--target ${text} is not <service>=<address>, for example ${services[0]}=http://127.0.0.1:9464/metrics; the services are ${services.join(", ")}.`,
    );
  }
  return { service, url };
}

function usage(message: string): Failure {
  return new Failure(exitCodes.invalid, message);
}
