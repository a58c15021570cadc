import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { counter, family, metric } from "./written-protobuf.ts";

const text = "text/plain; version=0.0.4";

describe.skipIf(!engineIsBuilt)("checking an exposition", () => {
  const engine = withEngine();

  test("a clean exposition has no problems", async () => {
    const body = "# HELP orders_total Orders.\n# TYPE orders_total counter\norders_total 3\n";
    expect(await engine().checkExposition(body, text)).toEqual([]);
  });

  test("a line that cannot be read is named, blank lines counted", async () => {
    const body = "# HELP a_total A.\n# TYPE a_total counter\n\na_total 1\na_total{lane=b} 2\n";
    expect(await engine().checkExposition(body, text)).toEqual([
      { kind: "syntax", line: 5, message: expect.stringContaining(`while parsing: "a_total{lane=b"`) },
    ]);
  });

  test("a series that is exposed twice is named with both lines", async () => {
    const body = `# HELP a_total A.\n# TYPE a_total counter\na_total{lane="b"} 1\na_total{lane="c"} 2\na_total{lane="b"} 3\n`;
    expect(await engine().checkExposition(body, text)).toContainEqual({
      kind: "duplicate",
      line: 5,
      metric: "a_total",
      series: `{__name__="a_total", lane="b"}`,
      message: expect.stringContaining("first on line 3"),
    });
  });

  test("broken conventions are findings of the linter", async () => {
    const body = "# TYPE orders counter\norders 3\n";
    expect(await engine().checkExposition(body, text)).toEqual([
      { kind: "lint", metric: "orders", message: `counter metrics should have "_total" suffix` },
      { kind: "lint", metric: "orders", message: "no help text" },
    ]);
  });

  test("a missing Content-Type is a problem of its own", async () => {
    expect(await engine().checkExposition("a 1\n", "")).toEqual([
      { kind: "content-type", message: expect.stringContaining("blank Content-Type") },
    ]);
  });

  test("a label with an empty value is as good as none", async () => {
    const body = `# HELP a_total A.\n# TYPE a_total counter\na_total{lane=""} 1\na_total 2\n`;
    expect(await engine().checkExposition(body, text)).toMatchObject([
      { kind: "duplicate", line: 4, series: `{__name__="a_total"}` },
    ]);
  });

  test("samples of one series at times of their own are no duplicates", async () => {
    const body = "# HELP a_total A.\n# TYPE a_total counter\na_total 1 1000\na_total 2 2000\n";
    expect((await engine().checkExposition(body, text)).filter(({ kind }) => kind === "duplicate")).toEqual([]);
  });

  test.each([`a_total{lane="b",lane="c"} 1`, `a_total{__name__="b"} 1`])(
    "%s has a label twice and is refused",
    async (line) => {
      expect(await engine().checkExposition(`# HELP a_total A.\n${line}\n`, text)).toEqual([
        { kind: "syntax", line: 2, message: expect.stringContaining("is not unique") },
      ]);
    },
  );

  test("an exemplar that is too long to be kept is named", async () => {
    const exemplar = (length: number) => `# {trace_id="${"ä".repeat(length)}"} 1`;
    const kept = `a_total{lane="b"} 1 ${exemplar(120)}`;
    const dropped = `a_total{lane="c"} 1 ${exemplar(121)}`;
    const body = `# TYPE a counter\n${kept}\n${dropped}\n# EOF\n`;
    expect(await engine().checkExposition(body, "application/openmetrics-text")).toEqual([
      {
        kind: "exemplar",
        line: 3,
        metric: "a_total",
        series: `{__name__="a_total", lane="c"}`,
        message: "the labels of an exemplar have 129 characters; Prometheus drops an exemplar with more than 128",
      },
    ]);
  });

  test("a start time that OpenMetrics gives twice is a duplicate", async () => {
    const body = "# TYPE a counter\na_total 1\na_created 5\na_created 6\n# EOF\n";
    expect(await engine().checkExposition(body, "application/openmetrics-text")).toMatchObject([
      { kind: "duplicate", line: 4, metric: "a_created" },
    ]);
  });

  test("conventions are looked for in protobuf too", async () => {
    const body = family("orders", "counter", [metric({}, counter(3))]);
    expect(await engine().checkExposition(body, "application/vnd.google.protobuf; encoding=delimited")).toEqual([
      { kind: "lint", metric: "orders", message: `counter metrics should have "_total" suffix` },
      { kind: "lint", metric: "orders", message: "no help text" },
    ]);
  });

  test("OpenMetrics without its end is refused", async () => {
    expect(await engine().checkExposition("# TYPE a counter\na_total 1\n", "application/openmetrics-text")).toEqual([
      { kind: "syntax", line: 2, message: expect.stringContaining("# EOF") },
    ]);
  });
});
