import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const execute = promisify(execFile);

test.each(["@signalbox/contract", "@signalbox/exporter"])(
  "CommonJS can require %s, because no file of it awaits at its top level",
  async (name) => {
    const program = `process.stdout.write(Object.keys(require(${JSON.stringify(name)})).sort().join())`;
    const args = ["--conditions=signalbox-source", "--input-type=commonjs", "--eval", program];
    const { stdout } = await execute(process.execPath, args, { cwd: import.meta.dirname });
    expect(stdout.split(",")).toEqual(Object.keys(await import(name)).sort());
  },
);
