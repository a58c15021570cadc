import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";

const servicePath = fileURLToPath(new URL("./drained-service.ts", import.meta.url));

/** A service of the drain tests, in a process of its own. */
export interface DrainedChild {
  readonly child: ChildProcess;
  /** The code and the signal with which it ends. */
  readonly exit: Promise<readonly unknown[]>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  /** What follows the word in the first line that it prints with this word first; waits for it. */
  line(word: string): Promise<string>;
  /** The lines that it printed so far. */
  printed(): readonly string[];
  /** What it wrote to standard error so far. */
  errors(): string;
}

/** A service that listens. */
export interface ListeningChild extends DrainedChild {
  readonly port: number;
  readonly metricsPort: number;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Starts a service; it is gone when the test ends. */
export function startedChild(env: Readonly<Record<string, string>>): DrainedChild {
  const child = spawn(process.execPath, ["--conditions=signalbox-source", servicePath], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  const exit = once(child, "close");
  const lines: string[] = [];
  const waiting = new Map<string, (rest: string) => void>();
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  createInterface({ input: child.stdout }).on("line", (text) => {
    const [word = "", ...rest] = text.split(" ");
    lines.push(text);
    waiting.get(word)?.(rest.join(" "));
  });
  return {
    child,
    exit,
    tell: (line) => child.stdin.write(`${line}\n`),
    printed: () => lines,
    errors: () => errors,
    line(word) {
      const printed = lines.find((text) => text === word || text.startsWith(`${word} `));
      if (printed !== undefined) return Promise.resolve(printed.slice(word.length + 1));
      return new Promise((resolve) => waiting.set(word, resolve));
    },
  };
}

/** Starts a service and waits until it listens. */
export async function listeningChild(env: Readonly<Record<string, string>> = {}): Promise<ListeningChild> {
  const started = startedChild(env);
  const [port = 0, metricsPort = 0] = (await started.line("listening")).split(" ").map(Number);
  return { ...started, port, metricsPort };
}
