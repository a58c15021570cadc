import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type Engine, startEngine } from "@signalbox/engine";
import { afterEach, describe, expect, test, vi } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";

// Far more steps than any machine evaluates within the deadlines here.
const endless = ["sum_over_time(vector(1)[300d:1s])", 0, 1_000_000, 1] as const;

describe.skipIf(!engineIsBuilt)("an engine", () => {
  const started: Engine[] = [];
  const start = async (options?: Parameters<typeof startEngine>[0]): Promise<Engine> => {
    const engine = await startEngine(options);
    started.push(engine);
    return engine;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((engine) => engine.close()));
  });

  test("ends a call that takes too long, and works on", async () => {
    const engine = await start({ callTimeoutSeconds: 0.3, maxSamples: 2_000_000_000 });
    const storage = await engine.storage();
    const rules = await engine.rules("groups: []");
    await expect(storage.range(...endless)).rejects.toMatchObject({
      name: "EngineTimeout",
      method: "range",
      timeoutSeconds: 0.3,
    });
    await expect(storage.series()).rejects.toMatchObject({ name: "StorageLost" });
    const next = await engine.storage();
    await expect(rules.evaluate(next, 0)).rejects.toMatchObject({ name: "StorageLost" });
    expect(await next.instant("1 + 2", 0)).toEqual({ kind: "scalar", value: 3 });
  });

  test("answers what waits behind a call that takes too long, when it needs no storage", async () => {
    const engine = await start({ callTimeoutSeconds: 0.3, maxSamples: 2_000_000_000 });
    const storage = await engine.storage();
    const outcomes = await Promise.allSettled([storage.range(...endless), storage.series(), engine.parse("up")]);
    expect(outcomes).toMatchObject([
      { status: "rejected", reason: { name: "EngineTimeout" } },
      { status: "rejected", reason: { name: "StorageLost" } },
      { status: "fulfilled", value: { ok: true } },
    ]);
  });

  test("refuses a query that holds more samples than it may", async () => {
    const engine = await start({ maxSamples: 100 });
    const storage = await engine.storage();
    await expect(storage.instant("sum_over_time(vector(1)[1h:1s])", 0)).rejects.toMatchObject({
      name: "QueryError",
      message: expect.stringContaining("too many samples"),
    });
  });

  test("is a worker of its own beside another, and leaves no globals", async () => {
    const before = Object.getOwnPropertyNames(globalThis).sort();
    const [one, other] = await Promise.all([start(), start()]);
    const storage = await one.storage();
    const foreign = await other.rules("groups: []");
    await expect(foreign.evaluate(storage, 0)).rejects.toMatchObject({ name: "StorageLost" });
    await one.close();
    expect(await other.parse("up")).toMatchObject({ ok: true });
    expect(Object.getOwnPropertyNames(globalThis).sort()).toEqual(before);
  });

  test("rejects what is still running when it is closed, and every call after that", async () => {
    const engine = await start({ maxSamples: 2_000_000_000 });
    const storage = await engine.storage();
    const running = storage.range(...endless);
    const rejected = expect(running).rejects.toMatchObject({ name: "StorageLost" });
    await engine.close();
    await rejected;
    await expect(engine.parse("up")).rejects.toMatchObject({ name: "StorageLost" });
  });

  test("says when its worker died during a call, and works on", async () => {
    const posted = vi.spyOn(Worker.prototype, "postMessage");
    const engine = await start({ maxSamples: 2_000_000_000 });
    const storage = await engine.storage();
    const worker = posted.mock.contexts[0] as Worker | undefined;
    posted.mockRestore();
    const rejected = expect(storage.range(...endless)).rejects.toMatchObject({ name: "EngineCrashed" });
    await worker?.terminate();
    await rejected;
    await expect(storage.series()).rejects.toMatchObject({
      name: "StorageLost",
      message: expect.stringContaining("timed out or crashed"),
    });
    expect(await engine.parse("up")).toMatchObject({ ok: true });
  });

  test("says what to run when it was never built", async () => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-engine-"));
    try {
      const source = join(import.meta.dirname, "..", "..", "engine");
      for (const name of readdirSync(source).filter((name) => /\.ts$|^package\.json$/.test(name))) {
        cpSync(join(source, name), join(folder, name));
      }
      const script = `
        import { startEngine } from ${JSON.stringify(join(folder, "index.ts"))};
        startEngine().catch(({ name, message }) => console.log(name + ": " + message));
      `;
      expect(await nodeRuns(script)).toEqual({
        code: 0,
        output:
          'EngineNotBuilt: The engine is not built: engine/prometheus.wasm is missing. Run "npm run build:engine" (it needs Go).\n',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("lets the process end when it is idle, and not before a call is answered", async () => {
    const script = `
      import { startEngine } from "@signalbox/engine";
      const engine = await startEngine();
      engine.parse("up").then(({ ok }) => console.log("parsed", ok));
    `;
    expect(await nodeRuns(script)).toEqual({ code: 0, output: "parsed true\n" });
  });
});

function nodeRuns(script: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["--conditions=signalbox-source", "--input-type=module", "--eval", script], {
    cwd: join(import.meta.dirname, "..", ".."),
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 30_000,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}
