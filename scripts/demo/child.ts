import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const preload = import.meta.resolve("./end-with-parent.ts");

/** A process of the demo. */
export interface Child {
  /** Resolves with what it said on standard error, once it has ended. */
  readonly ended: Promise<string>;
  /** Ends it: politely, and after 3 seconds not so. */
  readonly stop: () => Promise<void>;
  /** Ends it as a crash would. */
  readonly kill: () => Promise<void>;
}

/** Starts a source file of the demo as a process that ends when this one does. */
export function startChild(file: string, args: readonly string[], environment: Record<string, string>): Child {
  const child = spawn(
    process.execPath,
    ["--conditions=signalbox-source", `--import=${preload}`, join(root, "demo", file), ...args],
    { cwd: root, env: { ...process.env, ...environment }, stdio: ["pipe", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.on("data", (data) => {
    said = `${said}${data}`.slice(-4000);
  });
  const ended = once(child, "close").then(() => said.trim());
  return {
    ended,
    stop: async () => {
      const deadline = setTimeout(() => child.kill("SIGKILL"), 3000);
      signal(child, "SIGTERM");
      await ended;
      clearTimeout(deadline);
    },
    kill: async () => {
      signal(child, "SIGKILL");
      await ended;
    },
  };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(name);
}
