import {
  counter,
  defineService,
  dependencySamples,
  exposedMetrics,
  histogram,
  isDefinitionError,
  otelDurationBounds,
  promClient,
} from "@signalbox/contract";
import { describe, expect, it } from "vitest";

const described = { name: "shop", team: "storefront", description: "Sells products." };

/** The problems of dependencies as `path code: received → correction`; they come as data, because types would refuse most. */
function problemsOf(dependencies: unknown, rest: object = {}): readonly string[] {
  try {
    defineService({ ...described, ...rest, dependencies } as Parameters<typeof defineService>[0]);
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, code, received, correction }) => `${path} ${code}: ${received} → ${correction}`);
  }
}

describe("dependencies", () => {
  it("are completed: hosts as a list in lower case, and the wait", () => {
    const service = defineService({
      ...described,
      dependencies: {
        payments: { host: "Payments.Internal" },
        search: {
          host: ["search-1.internal", "*.search.internal", "10.0.0.7", "fd00::7"],
          port: 9200,
          abandonedAfterSeconds: 2,
        },
      },
    });
    expect(service.dependencies).toEqual({
      payments: { hosts: ["payments.internal"], port: undefined, abandonedAfterSeconds: 5 },
      search: {
        hosts: ["search-1.internal", "*.search.internal", "10.0.0.7", "fd00::7"],
        port: 9200,
        abandonedAfterSeconds: 2,
      },
    });
    expect(Object.isFrozen(service.dependencies["search"]?.hosts)).toBe(true);
  });

  it("are none where none is written", () => {
    expect(defineService(described).dependencies).toEqual({});
    expect(exposedMetrics(defineService(described)).map(({ name }) => name)).not.toContain("dependency_calls_total");
  });

  it("are refused with every mistake at once", () => {
    const written = {
      other: { host: "a.internal" },
      "pay ments": { host: "b.internal" },
      search: "search.internal",
      mail: { hots: "mail.internal", host: "https://Mail.internal:8443/send" },
      stock: { host: [] },
      maps: { host: ["maps.*", 7, "tiles.internal:80", "[fd00::8]:80"] },
      tax: { host: "tax.internal", port: 70_000, abandonedAfterSeconds: 0 },
    };
    expect(problemsOf(written)).toEqual([
      'dependencies.other dependency/reserved: "other" → another name',
      'dependencies["pay ments"] dependency/name: "pay ments" → payments: { host: "payments.internal" }',
      'dependencies.search dependency/shape: "search.internal" → search: { host: "search.internal" }',
      'dependencies.mail.hots key/unknown: "hots" → host: ...',
      'dependencies.mail.host dependency/host: "https://Mail.internal:8443/send" → host: "mail.internal"',
      'dependencies.stock.host dependency/host: [] → host: "stock.internal"',
      'dependencies.maps.host dependency/host: "maps.*" → host: "maps.internal"',
      'dependencies.maps.host dependency/host: 7 → host: "maps.internal"',
      'dependencies.maps.host dependency/host: "tiles.internal:80" → host: "tiles.internal"',
      'dependencies.maps.host dependency/host: "[fd00::8]:80" → host: "fd00::8"',
      "dependencies.tax.port dependency/port: 70000 → port: 8080",
      "dependencies.tax.abandonedAfterSeconds dependency/abandoned: 0 → abandonedAfterSeconds: 5",
    ]);
    expect(problemsOf([])).toEqual(['dependencies dependency/shape: [] → dependencies: { payments: { host: "..." } }']);
  });

  it("do not share a host and port", () => {
    const shared = { a: { host: "x.internal" }, b: { host: ["y.internal", "X.internal"] } };
    expect(problemsOf(shared)).toEqual([
      'dependencies.b.host dependency/host-taken: "X.internal" → one host for one dependency, or different ports',
    ]);
    expect(problemsOf({ a: { host: "x.internal", port: 1 }, b: { host: "x.internal", port: 2 } })).toEqual([]);
    expect(problemsOf({ a: { host: ["x.internal", "x.internal"] } })).toHaveLength(1);
  });

  it("do not go with metrics of the same names, nor with an exporter that is not ours", () => {
    const metrics = {
      dependency_calls_total: counter("Calls."),
      http_client_request_duration_seconds: histogram("Calls.", { unit: "seconds", bounds: [1] }),
    };
    const one = { payments: { host: "payments.internal" } };
    expect(problemsOf(one, { metrics }).map((problem) => problem.split(":")[0])).toEqual([
      "metrics.dependency_calls_total metric/collision",
      "metrics.http_client_request_duration_seconds metric/collision",
    ]);
    expect(problemsOf({}, { metrics })).toEqual([]);
    expect(problemsOf(one, { http: promClient() })).toEqual([
      'dependencies service/exporter-needed: "promClient" → leave out http or dependencies',
    ]);
  });

  it("expose the names of OpenTelemetry, and two counters with every dependency and the others", () => {
    const service = defineService({ ...described, dependencies: { payments: { host: "payments.internal" } } });
    const shown = exposedMetrics(service).filter(({ name }) => /client|dependency/.test(name));
    expect(shown.map(({ name, type, labels }) => [name, type, Object.keys(labels).join()])).toEqual([
      [
        "http_client_request_duration_seconds",
        "histogram",
        "dependency,http_request_method,http_response_status_code,error_type",
      ],
      ["http_client_active_requests", "gauge", "dependency"],
      ["dependency_calls_total", "counter", "dependency"],
      ["dependency_failed_calls_total", "counter", "dependency"],
    ]);
    expect(shown[3]?.labels).toEqual({ dependency: { kind: "listed", values: ["payments", "other"] } });
    expect(shown[0]?.bounds).toEqual(otelDurationBounds);
  });

  it("have a limit of samples: every label set of every bucket, sum and count, three series each, one overflow", () => {
    const { dependencies } = defineService({ ...described, dependencies: { a: { host: "a.b" }, b: { host: "b.b" } } });
    expect(dependencySamples(dependencies)).toBe((300 + 1) * (14 + 3) + 3 * 3 + 1);
    expect(dependencySamples({})).toBe(0);
  });
});
