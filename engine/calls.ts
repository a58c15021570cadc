import { Worker } from "node:worker_threads";
import { builtFiles, workerFile } from "./built-files.ts";
import { EngineCrashed, EngineTimeout, errorOf, StorageLost } from "./errors.ts";
import type { Answer, Message, Request } from "./protocol.ts";

export interface CallOptions {
  readonly times?: Float64Array;
  readonly values?: Float64Array;
  /** An exposition, in whatever format. */
  readonly bytes?: Uint8Array;
  /** Named in the error when the query fails. */
  readonly expression?: string;
  /** The life of the worker that the call's storage or rule set belongs to. */
  readonly life?: number;
}

// Compiling the WebAssembly takes under a second; a call's own deadline begins after it.
const startSeconds = 60;

interface Waiting {
  readonly method: string;
  readonly parameters: string;
  readonly options: CallOptions;
  readonly settle: (answer: Answer) => void;
  readonly fail: (reason: Error) => void;
}

/** Runs one call after the other in a worker; replaces the worker when a call takes too long or kills it. */
export class Calls {
  /** Counts the workers; what was opened in an earlier life is lost. */
  life = 0;
  version = "";
  readonly #timeoutSeconds: number;
  readonly #maxSamples: number;
  readonly #queue: Waiting[] = [];
  #worker: Worker | undefined;
  #running: Waiting | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #sent = 0;
  #closed = false;
  #ready = false;

  constructor(timeoutSeconds: number, maxSamples: number) {
    this.#timeoutSeconds = timeoutSeconds;
    this.#maxSamples = maxSamples;
  }

  call(method: string, parameters: object, options: CallOptions = {}): Promise<Answer> {
    return new Promise((settle, fail) => {
      this.#queue.push({ method, parameters: JSON.stringify(parameters), options, settle, fail });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const lost = [this.#running, ...this.#queue.splice(0)];
    this.#running = undefined;
    const ended = this.#endWorker();
    for (const waiting of lost) waiting?.fail(new StorageLost("engine", "it was closed"));
    await ended;
  }

  #next(): void {
    if (this.#running !== undefined) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) {
      this.#worker?.unref();
      return;
    }
    const lost = this.#whyLost(waiting);
    if (lost !== undefined) {
      waiting.fail(lost);
      this.#next();
      return;
    }
    this.#running = waiting;
    try {
      this.#worker ??= this.#startWorker();
    } catch (reason) {
      this.#finish((running) => running.fail(reason as Error));
      return;
    }
    this.#worker.ref();
    this.#send(this.#worker, waiting);
    this.#setDeadline(this.#ready ? this.#timeoutSeconds : this.#timeoutSeconds + startSeconds);
  }

  #setDeadline(seconds: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      void this.#endWorker();
      this.#finish((running) => running.fail(new EngineTimeout(running.method, this.#timeoutSeconds)));
    }, seconds * 1000);
  }

  #whyLost(waiting: Waiting): StorageLost | undefined {
    if (this.#closed) return new StorageLost("engine", "it was closed");
    if (waiting.options.life === undefined || waiting.options.life === this.life) return undefined;
    return new StorageLost("storage", "the engine had to start afresh after a call that timed out or crashed");
  }

  #send(worker: Worker, { method, parameters, options }: Waiting): void {
    this.#sent++;
    const times = bytesOf(options.times);
    const values = bytesOf(options.values);
    // A copy, because what is transferred is gone on this side.
    const bytes = options.bytes && new Uint8Array(options.bytes);
    const request: Request = { id: this.#sent, method, parameters, times, values, bytes };
    worker.postMessage(
      request,
      [times, values, bytes].flatMap((sent) => (sent ? [sent.buffer] : [])),
    );
  }

  #startWorker(): Worker {
    const worker = new Worker(workerFile(), { workerData: builtFiles(), execArgv: [] });
    this.life++;
    this.#ready = false;
    worker.on("message", (message: Message) => {
      if (worker === this.#worker) this.#receive(message);
    });
    const crashed = (reason: string): void => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.life++;
      this.#finish((running) => running.fail(new EngineCrashed(running.method, reason)));
    };
    worker.on("error", (error: Error) => crashed(error.message));
    worker.on("exit", (code) => crashed(`The worker ended with code ${code}.`));
    worker.postMessage({
      id: 0,
      method: "configure",
      parameters: JSON.stringify({ maxSamples: this.#maxSamples }),
      times: undefined,
      values: undefined,
      bytes: undefined,
    } satisfies Request);
    return worker;
  }

  #receive(message: Message): void {
    if ("ready" in message) {
      this.version = message.ready.version;
      this.#ready = true;
      if (this.#running !== undefined) this.#setDeadline(this.#timeoutSeconds);
      return;
    }
    if (message.id !== this.#sent) return;
    if ("answer" in message) {
      this.#finish((running) => running.settle(message.answer));
      return;
    }
    if (message.failure.kind === "crash") void this.#endWorker();
    this.#finish((running) => running.fail(errorOf(message.failure, running.method, running.options.expression)));
  }

  #finish(act: (running: Waiting) => void): void {
    clearTimeout(this.#deadline);
    const running = this.#running;
    this.#running = undefined;
    if (running !== undefined) act(running);
    this.#next();
  }

  #endWorker(): Promise<unknown> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.life++;
    clearTimeout(this.#deadline);
    return worker === undefined ? Promise.resolve() : worker.terminate();
  }
}

function bytesOf(samples: Float64Array | undefined): Uint8Array<ArrayBuffer> | undefined {
  if (samples === undefined) return undefined;
  const copy = new Float64Array(samples.length);
  copy.set(samples);
  return new Uint8Array(copy.buffer);
}
