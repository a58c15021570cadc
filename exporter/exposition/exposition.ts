import { monotonicSeconds } from "../clocks.ts";
import { inTime } from "../in-time.ts";
import type { SelfReport } from "../self-report.ts";
import type { SeriesTable } from "../storage/series-table.ts";
import { BufferPool } from "./buffer-pool.ts";
import type { ForeignFamily } from "./foreign-family.ts";
import { KeptPieces } from "./kept-pieces.ts";
import { type Agreement, agreedEncoding, agreedFormat } from "./negotiation.ts";
import { type Rendered, Rendering } from "./rendering.ts";
import { sampleNames } from "./sample-names.ts";
import { type ScrapeBody, ScrapeLateError, type ScrapeWish } from "./scrape-body.ts";
import type { ScrapeSource } from "./scrape-source.ts";
import { Units } from "./units.ts";

/** The least seconds in which a scrape is tried. */
const leastDeadlineSeconds = 0.02;

/** The most seconds that a scrape is waited for; a timer of Node that is longer than 24.8 days ends at once. */
const mostDeadlineSeconds = 3600;

/** A rendering is shared by scrapes that would wait up to a tenth longer: a scraper's own margin, or what a fleet has waited before. */
const sharedPatienceRatio = 0.9;

/** Gives the families of added registries, none of whose names is among ours. */
export type ForeignFamilies = (
  ownNames: ReadonlySet<string>,
  deadlineSeconds: number,
) => Promise<readonly ForeignFamily[]>;

interface Running {
  readonly rendered: Promise<Rendered>;
  /** Seconds that whoever began it would wait. */
  readonly deadlineSeconds: number;
  /** How many were given the chunks, or may still be. */
  readers: number;
  /** When the last of those who wait gives up, in seconds of the clock. */
  deadline: number;
}

/** Renders what a scrape returns: our tables in their order, then the added registries. */
export class Exposition {
  readonly #sources: readonly ScrapeSource[];
  readonly #tables: readonly SeriesTable[];
  readonly #foreign: ForeignFamilies;
  readonly #report: SelfReport;
  readonly #ownNames: ReadonlySet<string>;
  readonly #units: Units;
  readonly #pool: BufferPool;
  readonly #rendering: Rendering;
  readonly #running = new Map<string, Running>();
  readonly #refreshing = new Map<ScrapeSource, Promise<void>>();

  constructor(sources: readonly ScrapeSource[], foreign: ForeignFamilies, report: SelfReport, keptBytes: number) {
    this.#sources = sources;
    this.#tables = sources.flatMap(({ tables }) => tables);
    this.#foreign = foreign;
    this.#report = report;
    this.#ownNames = new Set(this.#tables.flatMap(({ head }) => sampleNames(head)));
    this.#units = new Units(this.#tables);
    this.#pool = new BufferPool(keptBytes);
    this.#rendering = new Rendering(new KeptPieces(keptBytes), this.#pool);
  }

  /**
   * The exposition in the format and encoding that the scraper prefers. Scrapes that overlap and want the same share one.
   * @throws {ScrapeLateError} when it is not ready at the deadline.
   */
  async scrape(wish: ScrapeWish): Promise<ScrapeBody> {
    const agreement = agreedFormat(wish.accept);
    const encoding = agreedEncoding(wish.acceptEncoding);
    const key = JSON.stringify([agreement.format.name, encoding.name, ...wish.names]);
    const deadlineSeconds = Math.min(wish.deadlineSeconds, mostDeadlineSeconds);
    // Whoever waits for less than any scrape takes must not make what is read for it late.
    if (deadlineSeconds < leastDeadlineSeconds) throw new ScrapeLateError(`not ready within ${deadlineSeconds} s`);
    const deadline = monotonicSeconds() + deadlineSeconds;
    const running =
      this.#shared(key, deadlineSeconds) ?? this.#start(key, deadline, agreement, { ...wish, deadlineSeconds });
    running.deadline = Math.max(running.deadline, deadline);
    running.readers += 1;
    const { chunks, release } = await beforeDeadline(running.rendered, deadlineSeconds);
    if (monotonicSeconds() > deadline) throw new ScrapeLateError(`not ready within ${deadlineSeconds} s`);
    return {
      contentType: agreement.contentType,
      contentEncoding: encoding.name === "gzip" ? "gzip" : undefined,
      chunks,
      byteLength: chunks.reduce((sum, { length }) => sum + length, 0),
      release: once(() => {
        running.readers -= 1;
        if (running.readers === 0) release();
      }),
    };
  }

  /** A rendering under way that gives whatever it reads about as much time as a scrape with that deadline would. */
  #shared(key: string, deadlineSeconds: number): Running | undefined {
    const running = this.#running.get(key);
    const isPatient = running !== undefined && running.deadlineSeconds >= deadlineSeconds * sharedPatienceRatio;
    return isPatient ? running : undefined;
  }

  #start(key: string, deadline: number, agreement: Agreement, wish: ScrapeWish): Running {
    const running: Running = {
      deadline,
      deadlineSeconds: wish.deadlineSeconds,
      readers: 0,
      rendered: this.#rendered(agreement, wish, () => monotonicSeconds() < running.deadline).finally(() => {
        if (this.#running.get(key) === running) this.#running.delete(key);
      }),
    };
    this.#running.set(key, running);
    return running;
  }

  /** Added registries come first in time, so that what they do wrong shows in the same scrape. */
  async #rendered(
    { format }: Agreement,
    { names, acceptEncoding, deadlineSeconds }: ScrapeWish,
    isWanted: () => boolean,
  ): Promise<Rendered> {
    const [foreign] = await Promise.all([
      this.#foreign(this.#ownNames, deadlineSeconds),
      ...this.#sources.map((source) => this.#refresh(source, deadlineSeconds)),
    ]);
    const encoding = agreedEncoding(acceptEncoding);
    if (names.length === 0) {
      return this.#rendering.bytes({ format, encoding, groups: this.#units.groups(), foreign, isWanted });
    }
    const isNamed = ({ name }: { readonly name: string }): boolean => names.includes(name);
    const groups = new Units(this.#tables.filter(({ head }) => isNamed(head))).groups();
    return new Rendering(new KeptPieces(0), this.#pool).bytes({
      format,
      encoding,
      groups,
      foreign: foreign.filter(isNamed),
      isWanted,
    });
  }

  /** A source that is late or fails costs only that its tables are as they were; one that hangs is not asked again. */
  async #refresh(source: ScrapeSource, deadlineSeconds: number): Promise<void> {
    if (source.refresh === undefined) return;
    const pending = this.#refreshing.get(source) ?? refreshed(source).finally(() => this.#refreshing.delete(source));
    this.#refreshing.set(source, pending);
    try {
      await beforeDeadline(pending, deadlineSeconds / 2);
    } catch (error) {
      this.#report.error("values read for a scrape", error);
    }
  }
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}

async function refreshed(source: ScrapeSource): Promise<void> {
  await source.refresh?.();
}

async function beforeDeadline<T>(pending: Promise<T>, seconds: number): Promise<T> {
  const answer = await inTime(pending, seconds);
  if (answer === undefined) throw new ScrapeLateError(`not ready within ${seconds} s`);
  return answer.value;
}
