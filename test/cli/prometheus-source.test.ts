import { describe, expect, it } from "vitest";
import { Failure, type PrometheusAccess, prometheusAddress, prometheusSource, sourceLimits } from "../../cli/index.ts";
import { constantAnswer, type FakePrometheus, fakePrometheus, ok, refused } from "./support/fake-prometheus.ts";

const waits: number[] = [];

function sourceOf({ fetch }: Pick<FakePrometheus, "fetch">, access: Partial<PrometheusAccess> = {}) {
  waits.length = 0;
  return prometheusSource({
    address: "https://metrics.example.com/prometheus",
    token: undefined,
    fetch,
    signal: new AbortController().signal,
    limits: {
      ...sourceLimits,
      retries: 2,
      wait: async (seconds) => {
        waits.push(seconds);
      },
    },
    ...access,
  });
}

async function failure(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Failure) return error;
  throw new Error(`no failure, but ${String(error)}`);
}

describe("a query source over HTTP", () => {
  it("asks a long span in pieces that no series exceeds the server's points with, and joins them", async () => {
    const server = fakePrometheus((question) => constantAnswer(question, 7, { pod: "a" }));
    const series = await sourceOf(server).range("up", 600, 600 + 24_999 * 60, 60);
    expect(server.asked.map(({ start, end }) => (end - start) / 60 + 1)).toEqual([10_000, 10_000, 5000]);
    expect(server.asked[0]).toMatchObject({ path: "/prometheus/api/v1/query_range", query: "up" });
    expect(series).toHaveLength(1);
    expect(series[0]?.times).toHaveLength(25_000);
    expect(new Set(Array.from(series[0]?.times ?? [], (time, index) => time - index * 60))).toEqual(new Set([600]));
  });

  it("reads the values that JSON has no numbers for", async () => {
    const values = [
      [60, "NaN"],
      [120, "+Inf"],
      [180, "-Inf"],
      [240, "1e-9"],
    ];
    const [series] = await sourceOf(fakePrometheus(() => ok([{ metric: {}, values }]))).range("x", 60, 240, 60);
    expect(Array.from(series?.values ?? [])).toEqual([Number.NaN, Infinity, -Infinity, 1e-9]);
  });

  it.each([
    ["too many samples", refused(422, "execution", "query processing would load too many samples into memory")],
    ["a timeout of the query", refused(503, "timeout", "query timed out in expression evaluation")],
    ["a gateway that gave up", { status: 504, body: "Gateway Time-out" }],
  ])("asks for half as much after %s", async (_, answer) => {
    const server = fakePrometheus((question) =>
      question.end - question.start > 100 * 60 ? answer : constantAnswer(question, 3),
    );
    const [series] = await sourceOf(server).range("x", 0, 199 * 60, 60);
    expect(series?.times).toHaveLength(200);
    expect(server.asked.length).toBe(3);
    expect(waits).toEqual([]);
  });

  it("asks again when the server is busy, as late as it says, and gives up at last", async () => {
    const busy = { status: 429, body: "slow down", headers: { "retry-after": "11" } };
    const server = fakePrometheus((question, count) => (count === 1 ? busy : constantAnswer(question, 1)));
    await sourceOf(server).range("x", 0, 60, 60);
    expect(waits).toEqual([11]);
    const broken = fakePrometheus(() => ({ status: 502, body: "Bad Gateway" }));
    expect(await failure(sourceOf(broken).range("x", 0, 60, 60))).toMatchObject({
      exitCode: 5,
      message: "https://metrics.example.com does not answer (502: Bad Gateway). Try again later.",
    });
    expect(waits).toEqual([0.5, 1]);
  });

  it.each([
    [3, "allow it (401: who are you)", { status: 401, body: "who are you" }],
    [3, "allow it (403", refused(403, "forbidden", "no tenant")],
    [7, "is no Prometheus query API: it answered 404", { status: 404, body: "<html>Not Found</html>" }],
    [7, "is no Prometheus query API: it answered 200", { status: 200, body: "<html>Sign in</html>" }],
    [
      7,
      "redirects queries to https://login.example.com",
      { status: 302, body: "", headers: { location: "https://login.example.com/x" } },
    ],
    [7, "does not understand a query (unknown function: group)", refused(400, "bad_data", "unknown function: group")],
    [7, "cannot evaluate a query (422: found duplicate series)", refused(422, "execution", "found duplicate series")],
    [
      7,
      'with the type "vector"',
      { status: 200, body: '{"status":"success","data":{"resultType":"vector","result":[]}}' },
    ],
  ] as const)("ends with %d and says %j", async (exitCode, message, answer) => {
    const error = await failure(sourceOf(fakePrometheus(() => answer)).range("x", 0, 60, 60));
    expect(error.message).toContain(message);
    expect(error.exitCode).toBe(exitCode);
  });

  it("says why nothing can be reached, and asks again only where that may help", async () => {
    const broken = (code: string): { fetch: typeof fetch; count: () => number } => {
      let count = 0;
      return {
        count: () => count,
        fetch: async () => {
          count++;
          throw Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("x"), { code }) });
        },
      };
    };
    const refusing = broken("ECONNREFUSED");
    const error = await failure(sourceOf(refusing).instant("up", 60));
    expect(error.message).toBe(
      "https://metrics.example.com could not be reached: nothing listens there (ECONNREFUSED). Check the address and whether the server runs.",
    );
    expect({ exitCode: error.exitCode, asked: refusing.count() }).toEqual({ exitCode: 5, asked: 1 });
    const resetting = broken("ECONNRESET");
    expect((await failure(sourceOf(resetting).instant("up", 60))).exitCode).toBe(5);
    expect(resetting.count()).toBe(3);
  });

  it("sends the token as a bearer and passes on each warning once", async () => {
    const warnings: string[] = [];
    const body = JSON.stringify({
      status: "success",
      warnings: ["no store matched"],
      data: { resultType: "scalar", result: [60, "4"] },
    });
    const server = fakePrometheus(() => ({ status: 200, body }));
    const source = sourceOf(server, { token: "t0ken", warn: (text) => warnings.push(text) });
    expect(await source.instant("4", 60)).toEqual([{ labels: {}, value: 4 }]);
    await source.instant("4", 120);
    expect(warnings).toEqual(["no store matched"]);
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(["Bearer t0ken", "Bearer t0ken"]);
  });

  it("asks a server that is too slow for less, says so, and gives up when it stays silent", async () => {
    const silentFor = (isSilent: (steps: number) => boolean) => {
      const notices: string[] = [];
      const { fetch: answering, asked } = fakePrometheus((question) => constantAnswer(question, 1));
      const fetch: FakePrometheus["fetch"] = async (input, init) => {
        const form = new URLSearchParams(String(init?.body));
        if (!isSilent((Number(form.get("end")) - Number(form.get("start"))) / 60)) return await answering(input, init);
        const { signal } = init ?? {};
        return await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
      };
      const limits = { ...sourceLimits, requestSeconds: 0.02 };
      return { source: sourceOf({ fetch }, { limits, notice: (text) => notices.push(text) }), asked, notices };
    };
    const slow = silentFor((steps) => steps > 100);
    expect((await slow.source.range("x", 0, 199 * 60, 60))[0]?.times).toHaveLength(200);
    expect(slow.notices).toEqual([
      "https://metrics.example.com did not answer within 0.02 seconds. It is asked for half of the span.",
    ]);
    const hanging = silentFor(() => true);
    const error = await failure(hanging.source.range("x", 0, 1439 * 60, 60));
    expect(error.message).toContain("did not answer within 0.02 seconds, 3 times in a row. It is overloaded");
    expect({ exitCode: error.exitCode, notices: hanging.notices.length }).toEqual({ exitCode: 5, notices: 2 });
  });

  it("ends with 130 when it is interrupted", async () => {
    const interruption = new AbortController();
    const server = fakePrometheus((question) => {
      interruption.abort();
      return constantAnswer(question, 1);
    });
    const source = sourceOf(server, { signal: interruption.signal });
    expect((await failure(source.range("x", 0, 24_999 * 60, 60))).exitCode).toBe(130);
  });
});

describe("the address of a query API", () => {
  it.each([
    ["http://127.0.0.1:9090/", "http://127.0.0.1:9090"],
    ["https://mimir.example.com/prometheus", "https://mimir.example.com/prometheus"],
    ["https://prometheus.example.com/api/v1/", "https://prometheus.example.com"],
  ])("%s is %s", (given, address) => {
    expect(prometheusAddress(given)).toBe(address);
  });

  it.each([
    ["prometheus:9090", "no http or https address"],
    ["https://me:secret@prometheus.example.com", "carries a user name or password"],
    ["https://prometheus.example.com/graph?g0.expr=up", "has a query or a fragment"],
  ])("refuses %s", (given, why) => {
    expect(() => prometheusAddress(given)).toThrow(why);
    expect(() => prometheusAddress(given)).not.toThrow("secret");
  });
});
