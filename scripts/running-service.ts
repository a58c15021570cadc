import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

const pollMs = 100;

/** A service that was started for a check. */
export interface RunningService {
  /** Where the application answers, without a slash at the end. */
  readonly address: string;
  /** What `GET path` on the metrics port answers once it answers with 200; fails with the service's output after `deadlineSeconds`. */
  get(path: string, deadlineSeconds: number): Promise<string>;
  /** Sends SIGTERM and returns the exit code; kills the service and fails after `deadlineSeconds`. */
  end(deadlineSeconds: number): Promise<number | null>;
}

/** Starts `node <file>` in a folder with free ports of 127.0.0.1 in PORT and METRICS_PORT. */
export async function runningService(folder: string, file: string): Promise<RunningService> {
  const [port, metricsPort] = await freePorts();
  const env = { ...process.env, PORT: String(port), METRICS_PORT: String(metricsPort) };
  const child = spawn(process.execPath, [file], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    address: `http://127.0.0.1:${port}`,
    get: (path, deadlineSeconds) =>
      answer(child, `http://127.0.0.1:${metricsPort}${path}`, deadlineSeconds, () => output),
    end: (deadlineSeconds) => end(child, ended, deadlineSeconds, () => output),
  };
}

async function answer(
  child: ChildProcess,
  url: string,
  deadlineSeconds: number,
  output: () => string,
): Promise<string> {
  const deadline = performance.now() + deadlineSeconds * 1000;
  let last = "no answer";
  while (performance.now() < deadline && child.exitCode === null) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
      const body = await response.text();
      if (response.status === 200) return body;
      last = `status ${response.status}: ${body}`;
    } catch (cause) {
      last = String(cause);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  child.kill("SIGKILL");
  throw new Error(`GET ${url} did not answer with 200 (${last}). The service wrote:\n${output()}`);
}

async function end(
  child: ChildProcess,
  ended: Promise<number | null>,
  deadlineSeconds: number,
  output: () => string,
): Promise<number | null> {
  child.kill("SIGTERM");
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, deadlineSeconds * 1000);
  const code = await ended;
  clearTimeout(timer);
  if (late) throw new Error(`The service did not end within ${deadlineSeconds} s of SIGTERM. It wrote:\n${output()}`);
  return code;
}

async function freePorts(): Promise<readonly [number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject).listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  for (const server of servers) server.close();
  return [ports[0] ?? 0, ports[1] ?? 0];
}
