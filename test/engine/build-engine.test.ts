import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

describe("building the engine", () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "signalbox-go-"));
  });
  afterEach(() => {
    rmSync(path, { recursive: true });
  });

  async function build(): Promise<{ code: number | null; stderr: string }> {
    const root = join(import.meta.dirname, "..", "..");
    const child = spawn(process.execPath, [join(root, "scripts", "build-engine.ts")], {
      cwd: root,
      env: { PATH: path },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
  }

  test("without Go is one line that says what to install, and exit code 7", async () => {
    expect(await build()).toEqual({
      code: 7,
      stderr:
        "Go is missing, and the engine is built with it: install Go 1.26.0 or newer from https://go.dev/dl/ and put it on PATH.\n",
    });
  });

  test.each(["go1.19.8", "go1.25.11"])(
    "with %s is one line that says what to install, and exit code 7",
    async (version) => {
      const go = join(path, "go");
      writeFileSync(go, `#!/bin/sh\necho ${version}\necho /usr/lib/go\n`);
      chmodSync(go, 0o755);
      expect(await build()).toEqual({
        code: 7,
        stderr: `${version} is too old for the engine: install Go 1.26.0 or newer from https://go.dev/dl/ and put it on PATH.\n`,
      });
    },
  );
});
