/** What has to be ended before the process may end, the latest first. */
export interface Endings {
  readonly add: (ending: () => Promise<void>) => void;
  /** Ends all, once; a part that fails to end does not keep the others. */
  readonly run: () => Promise<void>;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Endings that also run when the process is interrupted; a second signal ends it at once. */
export function endings(): Endings {
  const parts: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;

  const endAll = async (): Promise<void> => {
    for (const ending of parts.reverse()) await ending().catch(() => {});
  };
  const run = (): Promise<void> => {
    running ??= endAll();
    return running;
  };
  for (const [signal, code] of Object.entries(exitCodes)) {
    process.on(signal, () => {
      if (running !== undefined) process.exit(code);
      void run().then(() => process.exit(code));
    });
  }
  whenOrphaned(() => void run().then(() => process.exit(exitCodes.SIGTERM)));
  return { add: (ending) => void parts.push(ending), run };
}

/** npm passes a signal to its shell only, which ends without a word to what runs in it. */
function whenOrphaned(end: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 1000);
  timer.unref();
}
