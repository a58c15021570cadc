import type { Engine, EngineOptions } from "@signalbox/engine";

/** Runs a piece of work with an engine, and ends the engine whatever happens. */
export async function withEngine<T>(work: (engine: Engine) => Promise<T>, options: EngineOptions = {}): Promise<T> {
  return await withEngines(1, ([engine]) => work(engine), options);
}

/** Runs a piece of work with several engines, each in a thread of its own, and ends them whatever happens. */
export async function withEngines<T>(
  count: number,
  work: (engines: readonly [Engine, ...Engine[]]) => Promise<T>,
  options: EngineOptions = {},
): Promise<T> {
  const { startEngine } = await import("@signalbox/engine");
  const first = await startEngine(options);
  const others: Engine[] = [];
  try {
    for (let started = 1; started < count; started++) others.push(await startEngine(options));
    return await work([first, ...others]);
  } finally {
    await Promise.all([first, ...others].map((engine) => engine.close()));
  }
}
