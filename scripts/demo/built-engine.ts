import { type Engine, EngineNotBuilt, startEngine } from "@signalbox/engine";
import { buildEngine, type EngineProgress } from "../build-engine.ts";

/**
 * Builds the engine if that is needed, and starts it. Where it cannot be built, one line says why; an engine that was built
 * before is taken then, and without one the result is undefined.
 */
export async function builtEngine(): Promise<Engine | undefined> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 1000);
  let latest: EngineProgress | undefined;
  const show = (): void => {
    if (latest === undefined || latest.phase === "asking for Go's version") return;
    const share = latest.packagesInAll > 0 ? `, ${latest.packages} of ${latest.packagesInAll} packages` : "";
    progressLine(`Building the engine, once: ${latest.phase}${share} (${seconds()} s)`);
  };
  let phase = "";
  const timer = setInterval(show, process.stdout.isTTY ? 500 : 10_000);
  const build = await buildEngine({
    onProgress: (progress) => {
      latest = progress;
      if (progress.phase !== phase) show();
      phase = progress.phase;
    },
  });
  clearInterval(timer);
  if (build.ok && build.built) progressLine(`The engine is built (${seconds()} s).`, true);
  else if (phase !== "" && process.stdout.isTTY) process.stdout.write("\r\u001b[K");
  if (!build.ok) console.error(build.message);
  return startEngine().catch((error: unknown) => {
    if (build.ok || !(error instanceof EngineNotBuilt)) throw error;
    return undefined;
  });
}

function progressLine(text: string, last = false): void {
  if (!process.stdout.isTTY) console.log(text);
  else process.stdout.write(`\r\u001b[K${text}${last ? "\n" : ""}`);
}
