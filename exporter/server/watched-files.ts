import { readFile, stat } from "node:fs/promises";
import { errorText } from "../error-text.ts";

/**
 * A value that is read from files, and again when they change. Files are asked for their state, not watched, because Kubernetes
 * replaces mounted secrets by swapping a symbolic link. New content that cannot be used is logged once, and the old value stays.
 */
export class WatchedFiles<T> {
  readonly #files: readonly string[];
  readonly #parse: (contents: readonly Buffer[]) => T;
  readonly #log: (message: string) => void;
  #value: T;
  #state: string;
  #refreshing: Promise<boolean> | undefined;

  private constructor(
    files: readonly string[],
    parse: (contents: readonly Buffer[]) => T,
    log: (message: string) => void,
    value: T,
    state: string,
  ) {
    this.#files = files;
    this.#parse = parse;
    this.#log = log;
    this.#value = value;
    this.#state = state;
  }

  /**
   * Reads the files for the first time.
   * @throws {Error} what reading or parsing them throws.
   */
  static async opened<T>(
    files: readonly string[],
    parse: (contents: readonly Buffer[]) => T,
    log: (message: string) => void,
  ): Promise<WatchedFiles<T>> {
    const state = await stateOf(files);
    const value = parse(await contentsOf(files));
    return new WatchedFiles(files, parse, log, value, state);
  }

  /** The value of the last content that could be used. */
  get value(): T {
    return this.#value;
  }

  /** Reads the files again if they changed; resolves with whether there is a new value. Never rejects. */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<boolean> {
    const state = await stateOf(this.#files).catch((error: unknown) => String(error));
    if (state === this.#state) return false;
    this.#state = state;
    try {
      this.#value = this.#parse(await contentsOf(this.#files));
      return true;
    } catch (error) {
      this.#log(`${errorText(error)} The content from before stays in use.`);
      return false;
    }
  }
}

/** Differs whenever a file was written or replaced; taken before the content is read, so that a change in between shows the next time. */
async function stateOf(files: readonly string[]): Promise<string> {
  const states = await Promise.all(files.map((file) => stat(file, { bigint: true })));
  return states.map(({ dev, ino, size, mtimeNs, ctimeNs }) => [dev, ino, size, mtimeNs, ctimeNs].join()).join(";");
}

function contentsOf(files: readonly string[]): Promise<readonly Buffer[]> {
  return Promise.all(files.map((file) => readFile(file)));
}
