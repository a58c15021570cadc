import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

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

  test("OpenMetrics without its end is refused", async () => {
    expect(await engine().checkExposition("# TYPE a counter\na_total 1\n", "application/openmetrics-text")).toEqual([
      { kind: "syntax", line: 2, message: expect.stringContaining("# EOF") },
    ]);
  });
});
