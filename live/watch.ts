import { type Engine, EngineCrashed, EngineTimeout, type Storage, StorageLost } from "@signalbox/engine";
import type { Config, Environment } from "../config/index.ts";
import { alertChanges } from "./alert-changes.ts";
import type { AlertState, LiveState, TargetState } from "./page/wire.ts";
import { byUrgency, type WatchedRules, watchedRules } from "./service-rules.ts";
import type { TargetWatch } from "./target-watch.ts";

/** What the watching needs. */
export interface WatchOptions {
  readonly config: Config;
  readonly engine: Engine;
  readonly environment: Environment;
  readonly targets: readonly TargetWatch[];
  readonly everySeconds: number;
  readonly keepSeconds: number;
  readonly fetch: typeof fetch;
  readonly log: (line: string) => void;
}

/** What is known after a round. */
export interface Watched {
  readonly rounds: number;
  readonly roundAtMillis: number | undefined;
  readonly historyFromMillis: number | undefined;
  readonly targets: readonly TargetState[];
  readonly alerts: readonly AlertState[];
  readonly alertRules: number;
  readonly notices: LiveState["notices"];
}

/** How long the page tells that the history began anew. */
const noticeSeconds = 600;

interface Session {
  readonly storage: Storage;
  readonly rules: readonly WatchedRules[];
}

/**
 * Scrapes all targets and evaluates all rules, round by round. Everything of a round bears the time at which it began.
 * When the engine loses its storage, the history begins anew and a notice says so.
 */
export class Watch {
  readonly #options: WatchOptions;
  #session: Session | undefined;
  #rounds = 0;
  #roundAtMillis: number | undefined;
  #firstRoundAtMillis: number | undefined;
  #alerts: readonly AlertState[] = [];
  #roundErrors: LiveState["notices"] = [];
  #lost: LiveState["notices"] = [];
  #alertRules = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  get known(): Watched {
    return {
      rounds: this.#rounds,
      roundAtMillis: this.#roundAtMillis,
      historyFromMillis: this.#historyFrom(),
      targets: this.#options.targets.map(({ state }) => state),
      alerts: this.#alerts,
      alertRules: this.#alertRules,
      notices: [...this.#lost, ...this.#roundErrors],
    };
  }

  /** The storage with the history; undefined before the first round and after a loss. */
  get storage(): Storage | undefined {
    return this.#session?.storage;
  }

  /** Opens the storage and loads the rules, so that rules which cannot be loaded fail at the start. */
  async open(): Promise<void> {
    const { config, engine, environment } = this.#options;
    const rules: WatchedRules[] = [];
    for (const objectives of config.services) rules.push(await watchedRules(engine, objectives, config, environment));
    this.#session = { storage: await engine.storage(), rules };
    this.#alertRules = rules.reduce((sum, one) => sum + one.alertRules, 0);
  }

  /** One round. It never rejects: what goes wrong becomes a notice. */
  async round(timeMillis: number): Promise<void> {
    try {
      if (this.#session === undefined) await this.open();
      await this.#scrapeAndEvaluate(timeMillis);
      this.#rounds += 1;
      this.#lost = this.#lost.filter(({ sinceMillis }) => timeMillis - sinceMillis < noticeSeconds * 1000);
      this.#roundAtMillis = timeMillis;
      this.#firstRoundAtMillis ??= timeMillis;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (this.#session === undefined || isLoss(error)) this.#loseSession(message, timeMillis);
      else this.#roundErrors = this.#since([`A round failed: ${message}`], timeMillis);
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return;
    await Promise.allSettled([...session.rules.map((rules) => rules.dispose()), session.storage.dispose()]);
  }

  async #scrapeAndEvaluate(timeMillis: number): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    const { targets, everySeconds, keepSeconds } = this.#options;
    const timeoutSeconds = Math.min(10, everySeconds * 0.8);
    await Promise.all(
      targets.map(async (target) => {
        const scraped = await target.read(timeoutSeconds, this.#options.fetch);
        await target.store(session.storage, scraped, timeMillis);
      }),
    );
    const alerts: AlertState[] = [];
    const errors: string[] = [];
    for (const rules of session.rules) {
      const outcome = await rules.evaluate(session.storage, timeMillis);
      alerts.push(...outcome.alerts);
      errors.push(...outcome.errors);
    }
    for (const line of alertChanges(this.#alerts, alerts)) this.#options.log(line);
    this.#alerts = byUrgency(alerts);
    this.#roundErrors = this.#since(errors, timeMillis);
    await session.storage.forgetBefore(timeMillis - keepSeconds * 1000);
  }

  #historyFrom(): number | undefined {
    if (this.#firstRoundAtMillis === undefined || this.#roundAtMillis === undefined) return undefined;
    return Math.max(this.#firstRoundAtMillis, this.#roundAtMillis - this.#options.keepSeconds * 1000);
  }

  #since(messages: readonly string[], timeMillis: number): LiveState["notices"] {
    return messages.map((message) => ({
      message,
      sinceMillis: this.#roundErrors.find((known) => known.message === message)?.sinceMillis ?? timeMillis,
    }));
  }

  #loseSession(reason: string, timeMillis: number): void {
    this.#session = undefined;
    this.#rounds = 0;
    this.#firstRoundAtMillis = undefined;
    this.#alerts = [];
    this.#roundErrors = [];
    this.#lost = [{ message: `The history began anew: ${reason}`, sinceMillis: timeMillis }];
    this.#options.log(`the history begins anew: ${reason}`);
  }
}

function isLoss(error: unknown): boolean {
  return error instanceof EngineTimeout || error instanceof EngineCrashed || error instanceof StorageLost;
}
