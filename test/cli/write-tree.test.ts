import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes, type FileChange, writeTree } from "../../cli/index.ts";
import { emptyFolder, filesOf } from "./support/folders.ts";

const first = [
  { path: "rules/till.rules.yaml", content: "one\ntwo\n" },
  { path: "dashboards/till.json", content: "{}\n" },
];
const second = [{ path: "rules/till.rules.yaml", content: "one\nthree\nfour\n" }];

const kinds = (changes: readonly FileChange[]): Readonly<Record<string, string>> =>
  Object.fromEntries(changes.map(({ path, kind }) => [path, kind]));

function ownFiles(folder: string): Readonly<Record<string, string>> {
  const { ".signalbox-files.json": _, ...files } = filesOf(folder);
  return files;
}

describe("writing the output folder", () => {
  it("creates what is missing, and touches nothing when nothing changed", async () => {
    const folder = emptyFolder();
    expect(kinds(await writeTree(folder, first))).toEqual({
      "rules/till.rules.yaml": "created",
      "dashboards/till.json": "created",
    });
    const before = statSync(join(folder, "rules/till.rules.yaml")).ino;
    expect(kinds(await writeTree(folder, first))).toEqual({
      "rules/till.rules.yaml": "unchanged",
      "dashboards/till.json": "unchanged",
    });
    expect(statSync(join(folder, "rules/till.rules.yaml")).ino).toBe(before);
    expect(filesOf(folder)).toMatchObject({ "dashboards/till.json": "{}\n", "rules/till.rules.yaml": "one\ntwo\n" });
  });

  it("removes what a former run wrote, with folders that are empty then, and counts changed lines", async () => {
    const folder = emptyFolder();
    await writeTree(folder, first);
    const changes = await writeTree(folder, second);
    expect(changes).toEqual([
      { kind: "removed", path: "dashboards/till.json" },
      { kind: "changed", path: "rules/till.rules.yaml", addedLines: 2, removedLines: 1 },
    ]);
    expect(ownFiles(folder)).toEqual({ "rules/till.rules.yaml": "one\nthree\nfour\n" });
    expect(Object.keys(JSON.parse(readFileSync(join(folder, ".signalbox-files.json"), "utf8")).files)).toEqual([
      "rules/till.rules.yaml",
    ]);
  });

  it("keeps a file that is no longer generated and was edited", async () => {
    const folder = emptyFolder();
    await writeTree(folder, first);
    writeFileSync(join(folder, "dashboards/till.json"), '{ "mine": true }\n');
    expect(kinds(await writeTree(folder, second))).toMatchObject({ "dashboards/till.json": "kept" });
    expect(kinds(await writeTree(folder, second))).toMatchObject({ "dashboards/till.json": "kept" });
    expect(ownFiles(folder)["dashboards/till.json"]).toBe('{ "mine": true }\n');
  });

  it("never touches files that somebody else put there", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "rules"));
    writeFileSync(join(folder, "rules", "mine.yaml"), "mine\n");
    await writeTree(folder, first);
    await writeTree(folder, []);
    expect(ownFiles(folder)).toEqual({ "rules/mine.yaml": "mine\n" });
  });

  it("refuses to overwrite a file that it did not write, and writes nothing at all", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "rules"));
    writeFileSync(join(folder, "rules", "till.rules.yaml"), "by hand\n");
    await expect(writeTree(folder, first)).rejects.toMatchObject({
      exitCode: exitCodes.conflict,
      message: expect.stringContaining("rules/till.rules.yaml"),
    });
    expect(filesOf(folder)).toEqual({ "rules/till.rules.yaml": "by hand\n" });
    await writeTree(folder, first, { force: true });
    expect(ownFiles(folder)["rules/till.rules.yaml"]).toBe("one\ntwo\n");
  });

  it("takes a checkout with other line ends for unchanged", async () => {
    const folder = emptyFolder();
    await writeTree(folder, first);
    writeFileSync(join(folder, "rules/till.rules.yaml"), "one\r\ntwo\r\n");
    expect(kinds(await writeTree(folder, first))).toMatchObject({ "rules/till.rules.yaml": "unchanged" });
  });

  it.each(["rules", "rules/till.rules.yaml"])(
    "refuses a link at %s, which could lead out of the folder",
    async (path) => {
      const folder = emptyFolder();
      const elsewhere = emptyFolder();
      mkdirSync(join(folder, "rules"));
      rmSync(join(folder, path), { recursive: true, force: true });
      symlinkSync(path === "rules" ? elsewhere : join(elsewhere, "file"), join(folder, path));
      await expect(writeTree(folder, first)).rejects.toMatchObject({ exitCode: exitCodes.conflict });
      expect(filesOf(elsewhere)).toEqual({});
    },
  );

  it("puts everything back when one file cannot be put in place", async () => {
    const folder = emptyFolder();
    await writeTree(folder, second);
    const before = filesOf(folder);
    // A name of 300 bytes can be staged under its number and cannot be renamed into place.
    const impossible = [
      { path: "rules/till.rules.yaml", content: "new\n" },
      { path: "new.txt", content: "new\n" },
      { path: "x".repeat(300), content: "x\n" },
    ];
    await expect(writeTree(folder, impossible)).rejects.toThrow("ENAMETOOLONG");
    expect(filesOf(folder)).toEqual(before);
  });

  it("makes the folders above it", async () => {
    const folder = join(emptyFolder(), "a", "b", "c");
    await writeTree(folder, first);
    expect(Object.keys(filesOf(folder))).toContain("rules/till.rules.yaml");
  });

  it.skipIf(process.platform !== "linux")("says where the system has no folders of one's own, and ends", async () => {
    await expect(writeTree("/proc/signalbox/tree", first)).rejects.toMatchObject({
      exitCode: exitCodes.notAllowed,
      message: expect.stringContaining("The folder /proc/signalbox cannot be made"),
    });
  });

  it("refuses to write where a living process writes, and sweeps what a dead one left", async () => {
    const folder = emptyFolder();
    const staging = join(folder, ".signalbox-staging");
    const owner = async (pid: number): Promise<void> => {
      mkdirSync(staging);
      const { hostname } = await import("node:os");
      writeFileSync(join(staging, "owner.json"), JSON.stringify({ pid, host: hostname() }));
    };
    await owner(process.ppid);
    await expect(writeTree(folder, first)).rejects.toMatchObject({
      exitCode: exitCodes.conflict,
      message: expect.stringContaining(`Process ${process.ppid}`),
    });
    rmSync(staging, { recursive: true });
    await owner(2 ** 22 + 1);
    await writeTree(folder, first);
    expect(Object.keys(filesOf(folder))).toEqual([
      ".signalbox-files.json",
      "dashboards/till.json",
      "rules/till.rules.yaml",
    ]);
  });

  it("refuses a list of files that leads out of the folder", async () => {
    const folder = emptyFolder();
    const list = { format: "signalbox.files/1", files: { "../../etc/passwd": "0" } };
    writeFileSync(join(folder, ".signalbox-files.json"), JSON.stringify(list));
    await expect(writeTree(folder, first)).rejects.toMatchObject({ exitCode: exitCodes.invalid });
  });
});
