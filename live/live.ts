import { alertPlots } from "../alerts/index.ts";
import type { Config, Environment } from "../config/index.ts";
import { serviceBoard } from "../dashboards/index.ts";
import { boardData } from "./board-answers.ts";
import type { Live, LiveOptions, LiveTarget } from "./live-options.ts";
import type { BoardData, ControlState, LiveState } from "./page/wire.ts";
import { servePage } from "./page-server.ts";
import { querySpan } from "./query-span.ts";
import { rhythm } from "./rhythm.ts";
import { identityValue, targetLabelsOf } from "./target-labels.ts";
import { TargetWatch } from "./target-watch.ts";
import { Watch } from "./watch.ts";

/**
 * Scrapes running services every few seconds, evaluates their rules after each scrape, and serves a page with their boards,
 * targets and alerts.
 *
 * Rules are evaluated at the scrape interval and not at their group's, so that an outage shows within seconds.
 * @throws when the port is taken, when a target or the environment is not in the config, or when rules cannot be loaded
 */
export async function startLive(options: LiveOptions): Promise<Live> {
  const { config, engine, everySeconds = 5, controls = [], log = () => {} } = options;
  const host = options.host ?? "127.0.0.1";
  if (!["127.0.0.1", "localhost", "::1"].includes(host)) {
    throw new Error(`The page has no password and is served to this machine only; ${host} is not a loopback address.`);
  }
  const environment = environmentOf(config, options.environment);
  const watch = new Watch({
    config,
    engine,
    environment,
    targets: options.targets.map((target) => targetWatch(target, config, environment, log)),
    everySeconds,
    keepSeconds: options.keepSeconds ?? 6 * 3600,
    fetch: options.fetch ?? fetch,
    log,
  });
  const boards = config.services.map((objectives) => ({
    board: serviceBoard(objectives, config, alertPlots(objectives, config)),
    variables: variablesOf(objectives.service.name, config, environment),
  }));
  let controlStates: readonly ControlState[] = [];
  let answers = new Map<string, Promise<BoardData | undefined>>();

  const state = (): LiveState => ({
    ...watch.known,
    everySeconds,
    environment: { name: environment.name, namespace: environment.namespace },
    services: config.services.map(({ service: { name, team, description } }) => ({ name, team, description })),
    controls: controlStates,
  });

  const answersOf = async (uid: string, spanSeconds: number): Promise<BoardData | undefined> => {
    const found = boards.find(({ board }) => board.uid === uid);
    const { storage } = watch;
    const { roundAtMillis = Date.now(), historyFromMillis = roundAtMillis } = watch.known;
    const historySeconds = (roundAtMillis - historyFromMillis) / 1000;
    if (found === undefined || storage === undefined) return undefined;
    const span = querySpan(roundAtMillis / 1000, spanSeconds, everySeconds, historySeconds);
    return boardData(storage, found.board, span, everySeconds, found.variables);
  };

  const readControls = async (): Promise<void> => {
    controlStates = await Promise.all(
      controls.map(async ({ id, label, description, active }) => ({
        id,
        label,
        description,
        active: await active?.().catch(() => undefined),
      })),
    );
  };

  await watch.open();
  await readControls();
  const server = await servePage(
    {
      state,
      boards: () => boards.map(({ board }) => board),
      boardData: (uid, spanSeconds) => {
        const key = `${uid} ${spanSeconds}`;
        const answer = answers.get(key) ?? answersOf(uid, spanSeconds);
        answers.set(key, answer);
        return answer;
      },
      control: async (id) => {
        const control = controls.find((one) => one.id === id);
        if (control === undefined) return false;
        await control.run();
        await readControls();
        server.announce();
        return true;
      },
    },
    host,
    options.port,
  ).catch(async (error: unknown) => {
    await watch.close();
    throw error;
  });
  const rounds = (options.rhythm ?? rhythm)(everySeconds, async (timeMillis) => {
    await watch.round(timeMillis);
    await readControls();
    answers = new Map();
    server.announce();
  });

  return {
    url: server.url,
    state,
    close: async () => {
      await server.close();
      await rounds.stop();
      await watch.close();
    },
  };
}

function environmentOf(config: Config, name: string | undefined): Environment {
  const found = name === undefined ? config.environments[0] : config.environments.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = config.environments.map((one) => one.name).join(", ");
  throw new Error(`The config has no environment ${name}; it has ${known}.`);
}

function targetWatch(
  { service, url }: LiveTarget,
  config: Config,
  environment: Environment,
  log: (line: string) => void,
): TargetWatch {
  const known = config.services.map((objectives) => objectives.service.name);
  if (!known.includes(service)) {
    throw new Error(`The target ${url} is for ${service}, and the config has only ${known.join(", ")}.`);
  }
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new Error(`${url} is no address of metrics; write it whole, for example http://127.0.0.1:9464/metrics.`);
  }
  return new TargetWatch(service, url, targetLabelsOf(service, url, config.identity, environment), log);
}

function variablesOf(service: string, config: Config, environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(config.identity.map((label) => [label, identityValue(label, service, environment)]));
}
