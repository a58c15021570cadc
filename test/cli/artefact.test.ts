import { describe, expect, it } from "vitest";
import { assertPortable, jsonText, minifiedJson } from "../../cli/index.ts";

const at = (path: string): { path: string; content: string } => ({ path, content: "" });

describe("paths of artefacts", () => {
  it.each([
    "../outside.yaml",
    "/etc/passwd",
    "a//b",
    "a/./b",
    "a\\b",
    "con.json",
    "rules/AUX",
    "name.",
    "a:b",
    "ä.json",
    "a\0b",
    "%2e%2e/x",
  ])("are refused when they are not the same file everywhere: %j", (path) => {
    expect(() => assertPortable([at(path)])).toThrow("artefact/path");
  });

  it("are refused when two differ only in case, with both names", () => {
    expect(() => assertPortable([at("rules/Shop.yaml"), at("rules/shop.yaml")])).toThrow(
      "another artefact has the path rules/Shop.yaml",
    );
  });

  it("are refused with what both files come from", () => {
    const from = (source: string) => ({ ...at("rules/x.yaml"), source });
    expect(() => assertPortable([from('rawRules("a/x.yaml")'), from('rawRules("b/x.yaml")')])).toThrow(
      'another artefact has the path rules/x.yaml: one is from rawRules("a/x.yaml"), one from rawRules("b/x.yaml")',
    );
    expect(() => assertPortable([from('rawRules("a/x.yaml")'), from('rawRules("a/x.yaml")')])).toThrow(
      'rawRules("a/x.yaml") stands twice in the config',
    );
    expect(() => assertPortable([at("rules/x.yaml"), from('rawRules("a/x.yaml")')])).toThrow(
      'one is from what Signalbox generates, one from rawRules("a/x.yaml")',
    );
  });

  it("are all reported at once", () => {
    expect(() => assertPortable([at("../a"), at("ok.yaml"), at("b:c")])).toThrow("2 problems in the output");
  });

  it("may have dots, hyphens and underscores", () => {
    expect(() =>
      assertPortable([at("chart/templates/_helpers.tpl"), at("chart/.helmignore"), at("rules/a-b.test.yaml")]),
    ).not.toThrow();
  });
});

describe("JSON", () => {
  it("has sorted keys at every depth, whatever the language of the system", () => {
    expect(jsonText({ z: [{ i: 1, I: 2, ı: 3 }], a: null })).toBe(
      '{\n  "a": null,\n  "z": [\n    {\n      "I": 2,\n      "i": 1,\n      "ı": 3\n    }\n  ]\n}\n',
    );
  });

  it("has, on one line, no character that YAML 1.1 takes for a line end", () => {
    const text = minifiedJson({ b: "x\u2028y\u2029z\u0085", a: "{{route}}" });
    expect(text).toBe('{"a":"{{route}}","b":"x\\u2028y\\u2029z\\u0085"}');
    expect(JSON.parse(text).b).toBe("x\u2028y\u2029z\u0085");
  });
});
