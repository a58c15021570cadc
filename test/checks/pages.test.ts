import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const rules = readdirSync(join(root, "checks", "rules")).map((file) => file.replace(".ts", ""));

describe("the rules of check", () => {
  it.each(rules)("%s has a page and a test of its name", (rule) => {
    expect(readFileSync(join(root, "docs", "checks", `${rule}.md`), "utf8")).toMatch(
      new RegExp(`^# ${rule}\n\nSeverity: `),
    );
    expect(existsSync(join(root, "test", "checks", `${rule}.test.ts`))).toBe(true);
  });

  it("are all that pages tell of", () => {
    expect(
      readdirSync(join(root, "docs", "checks"))
        .map((file) => file.replace(".md", ""))
        .sort(),
    ).toEqual([...rules].sort());
  });
});
