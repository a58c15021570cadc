import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demoConfig, root, signalbox } from "./support/command-line.ts";
import { emptyFolder, filesOf } from "./support/folders.ts";

type Files = Readonly<Record<string, string>>;

function withoutChart(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith("chart/")));
}

function chartOf(files: Files): Files {
  const chart = Object.entries(files).filter(([path]) => path.startsWith("chart/"));
  return Object.fromEntries(chart.map(([path, content]) => [path.slice("chart/".length), content]));
}

/** Paths of files that only one side has, or that differ. */
function differing(left: Files, right: Files): readonly string[] {
  const paths = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...paths].filter((path) => left[path] !== right[path]).sort();
}

describe("generate", () => {
  it("writes what the repository has, byte for byte (npm run generate brings it up to date)", async () => {
    const folder = emptyFolder();
    expect(await signalbox(["generate", "--config", demoConfig, "--out", folder])).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
    const fresh = filesOf(folder);
    expect(differing(withoutChart(fresh), withoutChart(filesOf(join(root, "demo", "observability"))))).toEqual([]);
    expect(differing(chartOf(fresh), filesOf(join(root, "charts", "content")))).toEqual([]);
    expect(Object.keys(chartOf(fresh))).toContain("Chart.yaml");
  });

  it("writes the same bytes from another folder, in another time zone and language", async () => {
    const [here, there] = [emptyFolder(), emptyFolder()];
    const env = { TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" };
    await signalbox(["generate", "--config", demoConfig, "--out", here]);
    await signalbox(["generate", "--config", demoConfig, "--out", there], { cwd: there, env });
    expect(filesOf(there)).toEqual(filesOf(here));
  });

  it("lets one of several that run at once write, and tells the others that it does", async () => {
    const [alone, shared] = [emptyFolder(), emptyFolder()];
    const args = (folder: string): readonly string[] => ["generate", "--config", demoConfig, "--out", folder];
    await signalbox(args(alone));
    const ended = await Promise.all([1, 2, 3, 4].map(() => signalbox(args(shared))));
    expect(ended.map(({ exitCode }) => exitCode)).toContain(0);
    expect(ended.filter(({ exitCode }) => exitCode !== 0 && exitCode !== 6)).toEqual([]);
    expect(filesOf(shared)).toEqual(filesOf(alone));
  });

  it("says with --check what differs, exits with 1 and writes nothing", async () => {
    const folder = emptyFolder();
    const args = ["generate", "--config", demoConfig, "--out", "."];
    await signalbox(args, { cwd: folder });
    rmSync(join(folder, "runbooks", "ServiceAbsent.md"));
    cpSync(join(folder, "rules", "legacy.rules.yaml"), join(folder, "rules", "mine.yaml"));
    writeFileSync(join(folder, "rules", "legacy.rules.yaml"), "groups: []\n");
    const before = filesOf(folder);
    const ended = await signalbox([...args, "--check"], { cwd: folder });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout.replace(/\d+ up to date/, "N up to date")).toMatchInlineSnapshot(`
      "  differs  rules/legacy.rules.yaml (+11 -1 lines)
        missing  runbooks/ServiceAbsent.md
      .: 1 missing, 1 differs, 0 no longer generated, N up to date
      Run signalbox generate and commit what it writes.
      "
    `);
    expect(filesOf(folder)).toEqual(before);
    await signalbox(args, { cwd: folder });
    expect(await signalbox([...args, "--check"], { cwd: folder })).toMatchObject({ exitCode: 0 });
  });
});
