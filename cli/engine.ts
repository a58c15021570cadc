import type { Engine } from "@signalbox/engine";

/** Runs a piece of work with an engine, and ends the engine whatever happens. */
export async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const { startEngine } = await import("@signalbox/engine");
  const engine = await startEngine();
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
