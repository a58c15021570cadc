import { describe, expect, it } from "vitest";
import { signalbox } from "./support/command-line.ts";
import { filesOf } from "./support/folders.ts";
import { project, smallConfig } from "./support/project.ts";

const enumConfig = smallConfig
  .replace("const till", 'enum Team { Till = "counter" }\n\nconst till')
  .replace('team: "counter"', "team: Team.Till");

describe("the config", () => {
  it.each([
    [
      "is found upward from the working directory",
      { "signalbox.config.ts": smallConfig, "deep/er/note.txt": "" },
      "deep/er",
    ],
    ["may use enums", { "signalbox.config.ts": enumConfig }, "."],
    [
      "may import a .ts file by its .js name",
      {
        "signalbox.config.ts": smallConfig
          .replace('description: "Takes money."', "description")
          .replace("const till", 'import { description } from "./text.js";\n\nconst till'),
        "text.ts": 'export const description: string = "Takes money.";',
      },
      ".",
    ],
    [
      'may lie in a project without "type": "module"',
      { "package.json": "{}", "signalbox.config.ts": smallConfig },
      ".",
    ],
    [
      'may lie in a project with "type": "commonjs"',
      { "package.json": '{ "type": "commonjs" }', "signalbox.config.ts": smallConfig },
      ".",
    ],
    ["may be JavaScript", { "signalbox.config.mjs": smallConfig }, "."],
  ])("%s", async (_, files, cwd) => {
    const folder = project(files);
    const ended = await signalbox(["generate", "--json"], { cwd: `${folder}/${cwd}` });
    expect(ended.stderr).toBe("");
    expect(ended.exitCode).toBe(0);
    expect(Object.keys(filesOf(`${folder}/observability`))).toContain("rules/till.rules.yaml");
  });

  it("cannot spoil the one document on stdout", async () => {
    const folder = project({ "signalbox.config.ts": `console.log("hello from the config");\n${smallConfig}` });
    const ended = await signalbox(["generate", "--json"], { cwd: folder });
    expect(JSON.parse(ended.stdout)).toMatchObject({ format: "signalbox.generate/1", exitCode: 0, check: false });
    expect(ended.stderr).toBe("hello from the config\n");
  });

  it.each([
    ["a timer that prints", 'setInterval(() => console.log("tick"), 1);'],
    ["a server", 'import { createServer } from "node:http";\ncreateServer().listen(0, "127.0.0.1");'],
  ])("may leave %s running, and the verb ends with its one document", async (_, code) => {
    const folder = project({ "signalbox.config.ts": `${code}\n${smallConfig}` });
    const ended = await signalbox(["generate", "--json"], { cwd: folder });
    expect(JSON.parse(ended.stdout)).toMatchObject({ format: "signalbox.generate/1", exitCode: 0 });
    expect(ended.exitCode).toBe(0);
  });

  it.each([
    ["ends the process", "setTimeout(() => process.exit(0));", "called process.exit(0)"],
    ["throws", 'setTimeout(() => { throw new RangeError("too late"); });', "RangeError: too late\n    at "],
    ["rejects", 'void Promise.reject("forgotten");', 'it threw "forgotten"'],
  ])("is refused with one document and exit code 2 when it %s later", async (_, code, message) => {
    const folder = project({ "signalbox.config.ts": `${code}\n${smallConfig}` });
    const ended = await signalbox(["generate", "--json"], { cwd: folder });
    const document = JSON.parse(ended.stdout);
    expect(document).toMatchObject({ format: "signalbox.generate/1", exitCode: 2 });
    expect(document.error.message).toContain(message);
    expect(ended.stderr).toContain(message);
    expect(ended.exitCode).toBe(2);
  });

  it.each([
    ["is missing", {}, "No signalbox.config.ts was found in"],
    ["has no default export", { "signalbox.config.ts": "export const config = 7;" }, "no default export (only config)"],
    [
      "exports something else",
      { "signalbox.config.ts": "export default { services: [] };" },
      'it has {"services":[]}. Write: export default defineConfig',
    ],
    [
      "throws",
      { "signalbox.config.ts": 'throw new TypeError("no such thing");' },
      "TypeError: no such thing\n    at file:",
    ],
    ["ends the process", { "signalbox.config.ts": "process.exit(0);" }, "called process.exit(0)"],
    ["has a syntax error", { "signalbox.config.ts": "export default {" }, "ParseError: Unexpected token"],
    ["imports what is not there", { "signalbox.config.ts": 'import "./gone.ts";' }, "gone.ts"],
    [
      "names a rule file that is not there",
      { "signalbox.config.ts": smallConfig.replace("teams:", 'rules: [{ path: "no.yaml" }],\n  teams:') },
      'rawRules("no.yaml") cannot be read',
    ],
  ])("is refused with exit code 2 when it %s", async (_, files, message) => {
    const ended = await signalbox(["generate"], { cwd: project(files) });
    expect(ended.stderr).toContain(message);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("runs once, even when it throws", async () => {
    const folder = project({ "signalbox.config.ts": 'console.error("loading");\nthrow new Error("no");' });
    const ended = await signalbox(["generate"], { cwd: folder });
    expect(ended.stderr.match(/loading/g)).toHaveLength(1);
  });
});
