import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { exitCodeMeanings, exitCodes, Failure, reportedFailure, runProgram } from "../../cli/index.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { demoConfig, root, signalbox } from "./support/command-line.ts";
import { emptyFolder } from "./support/folders.ts";
import { project, smallConfig } from "./support/project.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something, open '/there'`), { code });
}

describe("exit codes", () => {
  it("are each explained, once, in the help", async () => {
    const ended = await signalbox(["--help"]);
    expect(ended.exitCode).toBe(0);
    for (const code of Object.values(exitCodes)) expect(ended.stdout).toContain(`${code}  ${exitCodeMeanings[code]}`);
  });

  it.each([
    [["nonsense"], "unknown command"],
    [["chek"], "Did you mean check?"],
    [["check", "--format", "xml"], "It is text, json, sarif or github."],
    [["live", "--port", "http"], "It is a number."],
    [["generate", "--config", "no-such-file.ts"], "There is no config at"],
    [["generate", "--out", ""], "--out is empty: name the folder to write"],
  ])("say 2 for the command %j", async (args, message) => {
    const ended = await signalbox(args);
    expect(ended.stderr).toContain(message);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("say 2 with one document when the command is wrong and --json asks for it", async () => {
    const ended = await signalbox(["check", "--json", "--format", "xml"]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ format: "signalbox.check/1", exitCode: 2 });
  });

  it("say 6 where files of somebody else are in the way", async () => {
    const folder = project({ "signalbox.config.ts": smallConfig, "observability/signalbox.json": "mine" });
    const ended = await signalbox(["generate", "--json"], { cwd: folder });
    expect(ended.exitCode).toBe(6);
    expect(JSON.parse(ended.stdout)).toMatchObject({ format: "signalbox.generate/1", exitCode: 6 });
  });

  it.each([
    ["EACCES", 3],
    ["EROFS", 3],
    ["ENOSPC", 5],
    ["EMFILE", 5],
    ["ENOTDIR", 6],
  ])("say for %s of the system %d, with advice", (code, exitCode) => {
    const reported = reportedFailure(systemError(code));
    expect(reported.exitCode).toBe(exitCode);
    expect(reported.message.length).toBeGreaterThan(systemError(code).message.length + 20);
  });

  it("say 7 where the engine is not built", () => {
    const error = Object.assign(new Error("The engine is not built."), { name: "EngineNotBuilt" });
    expect(reportedFailure(error)).toMatchObject({ exitCode: 7, message: "The engine is not built." });
  });

  it("say 70 for what nobody expected, in one line", () => {
    const { exitCode, message } = reportedFailure(new TypeError("x is undefined\nand more"));
    expect(exitCode).toBe(70);
    expect(message).toBe(
      "This is a mistake of Signalbox: x is undefined. Run it again with --debug for the stack, and report it.",
    );
    expect(reportedFailure("text").exitCode).toBe(70);
  });

  it("are those of the failure that a verb throws", () => {
    expect(reportedFailure(new Failure(exitCodes.partly, "3 of 7 boards are written."))).toMatchObject({ exitCode: 4 });
  });

  it("never let an error escape", async () => {
    const streams = { out: () => {}, err: () => {} };
    const world = { cwd: "/", env: {}, fetch, message: () => {}, signal: new AbortController().signal };
    expect(await runProgram(["generate", "--config", "\0"], streams, world)).toBeGreaterThan(1);
  });

  it("say 0 when the reader of stdout has gone", async () => {
    const args = ["--conditions=signalbox-source", join(root, "cli", "main.ts"), "--help"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const [exitCode] = await once(child, "close");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  });
});

describe.skipIf(!existsSync("/dev/full"))("a full disk behind stdout", () => {
  it("is said on stderr, with 5", async () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const args = ["--conditions=signalbox-source", join(root, "cli", "main.ts"), "--help"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", full, "pipe"] });
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    const [exitCode] = await once(child, "close");
    expect(stderr).toContain("stdout cannot be written: ENOSPC");
    expect(exitCode).toBe(5);
  });
});

describe.skipIf(!engineIsBuilt)("live", () => {
  const target = ["--target", "shop=http://127.0.0.1:9/metrics"];

  it.each([
    [["live"], "--target is needed"],
    [["live", "--target", "shap=http://127.0.0.1:9/metrics"], "the services are shop"],
    [["live", ...target, "--environment", "moon"], "it has production, staging"],
  ])("refuses %j with 2", async (args, message) => {
    const ended = await signalbox([...args, "--config", demoConfig]);
    expect(ended.stderr).toContain(message);
    expect(ended.exitCode).toBe(2);
  });

  it("names a busy port and the option that changes it, with 6", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const ended = await signalbox(["live", ...target, "--port", String(port), "--config", demoConfig]);
    expect(ended.stderr).toContain(String(port));
    expect(ended.stderr).toContain("--port");
    expect(ended.exitCode).toBe(6);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("serves its page until %s, and ends with %d", async (signal, expected) => {
    const args = [
      "--conditions=signalbox-source",
      join(root, "cli", "main.ts"),
      "live",
      ...target,
      "--port",
      "0",
      "--config",
      demoConfig,
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.on("data", (chunk) => {
      if (String(chunk).includes("The page is at http://127.0.0.1:")) child.kill(signal);
    });
    const [exitCode] = await once(child, "close");
    expect(exitCode).toBe(expected);
  });
});

describe("the output folder", () => {
  it("is named when it cannot be one", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "file"), "");
    const ended = await signalbox(["generate", "--config", demoConfig, "--out", "sub/file"], { cwd: folder });
    expect(ended.stderr).toContain(join(folder, "sub", "file"));
    expect(ended.exitCode).toBe(6);
  });
});
