import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { counter, defineService } from "@signalbox/contract";
import { instrument, type PushOptions } from "@signalbox/exporter";
import { afterEach, describe, expect, it, vi } from "vitest";

const described = { team: "storefront", description: "Runs at night.", process: "none" } as const;

const report = defineService({
  ...described,
  name: "report",
  metrics: { report_rows_total: counter("Rows written.") },
});

/** A job that has written 12 rows. */
function finishedReport() {
  const signals = instrument(report);
  signals.metrics.report_rows_total.inc(12);
  return signals;
}

describe("a push that fails", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Answers one after the other; the last one stays. */
  function answering(...answers: readonly (number | Error)[]) {
    let next = 0;
    return vi.fn<typeof fetch>(() => {
      const answer = answers[Math.min(next, answers.length - 1)] ?? 500;
      next += 1;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(new Response(answer === 202 ? null : "because", { status: answer }));
    });
  }

  /** Pushes while time runs as fast as the pauses ask for it. */
  async function pushed(options: Partial<PushOptions>): Promise<string> {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const pushing = finishedReport()
      .push({ url: "http://gate:9091", ...options })
      .then(
        () => "pushed",
        (error: Error) => error.message,
      );
    let outcome: string | undefined;
    void pushing.then((text) => {
      outcome = text;
    });
    while (outcome === undefined) await vi.advanceTimersByTimeAsync(50);
    expect(vi.getTimerCount()).toBe(0);
    return outcome;
  }

  it.each([503, 500, 429, 408])("with %d is tried again", async (status) => {
    const send = answering(status, new TypeError("fetch failed"), status, 202);
    expect(await pushed({ fetch: send })).toBe("pushed");
    expect(send).toHaveBeenCalledTimes(4);
  });

  it.each([400, 401, 404, 413, 302])("with %d is not", async (status) => {
    const send = answering(status, 202);
    expect(await pushed({ fetch: send })).toMatch(`failed after 1 try: it answered ${status}: because.`);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it("is given up after the retries, with the last reason", async () => {
    const send = answering(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:9091") }));
    expect(await pushed({ fetch: send, retries: 2, mode: "add" })).toBe(
      "push: POST http://gate:9091/metrics/job/report failed after 3 tries: connect ECONNREFUSED 127.0.0.1:9091. " +
        "Is the gateway running, and the address right?",
    );
    expect(await pushed({ fetch: answering(503), retries: 0 })).toContain(
      "failed after 1 try: it answered 503: because.",
    );
  });

  it("is given up at the deadline, between tries and within one", async () => {
    expect(await pushed({ fetch: answering(503), retries: 100, deadlineSeconds: 4 })).toMatch(
      /failed after \d+ tries: it answered 503: because\. Given up at the deadline of 4 s\./,
    );
    const silent = vi.fn<typeof fetch>(() => new Promise(() => undefined));
    expect(await pushed({ fetch: silent, deadlineSeconds: 2.5 })).toContain(
      "failed after 1 try: it did not answer in time. Given up at the deadline of 2.5 s.",
    );
    expect(silent.mock.calls[0]?.[1]?.signal?.aborted).toBe(true);
  });

  it("leaves a connection to a gateway that does not answer", async () => {
    const gateway = createServer(() => undefined);
    gateway.listen(0, "127.0.0.1");
    await once(gateway, "listening");
    const { port } = gateway.address() as AddressInfo;
    const arrived = once(gateway, "request") as Promise<[IncomingMessage]>;
    const pushing = expect(
      finishedReport().push({ url: `http://127.0.0.1:${port}`, deadlineSeconds: 0.2 }),
    ).rejects.toThrow("Given up at the deadline of 0.2 s");
    const [request] = await arrived;
    await once(request.socket, "close");
    await pushing;
    gateway.close();
  });
});

describe("the request of a push", () => {
  it("carries the exposition as text 0.0.4, the headers that were told, and follows no redirect", async () => {
    const send = vi.fn<typeof fetch>(() => Promise.resolve(new Response(null, { status: 200 })));
    const signals = finishedReport();
    await signals.push({ url: "https://gate.example.com/", fetch: send, headers: { authorization: "Bearer t0" } });
    const [address, init] = send.mock.calls[0] ?? [];
    expect(String(address)).toBe("https://gate.example.com/metrics/job/report");
    expect(init).toMatchObject({
      method: "PUT",
      redirect: "manual",
      body: expect.stringContaining("\nreport_rows_total 12\n"),
    });
    expect(init?.headers).toEqual({
      authorization: "Bearer t0",
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
    });
  });

  it("to delete has no body", async () => {
    const send = vi.fn<typeof fetch>(() => Promise.resolve(new Response(null, { status: 202 })));
    await instrument(report).deletePushed({ url: "http://gate:9091", fetch: send, groupingKey: { shard: "7" } });
    expect(String(send.mock.calls[0]?.[0])).toBe("http://gate:9091/metrics/job/report/shard/7");
    expect(send.mock.calls[0]?.[1]?.method).toBe("DELETE");
    expect(send.mock.calls[0]?.[1]?.body).toBeUndefined();
  });
});

describe("options of a push that cannot be meant", () => {
  it.each<[Partial<PushOptions>, string]>([
    [{ url: "gate:9091" }, 'push: "gate:9091" is no address of a Pushgateway. Write it with its scheme'],
    [{ url: "http://user:secret@gate:9091" }, "push: the address of gate:9091 carries a user or a password"],
    [{ url: "http://gate:9091/?a=b" }, 'push: "http://gate:9091/?a=b" has a query or a fragment'],
    [{ job: "" }, "push: the job is empty"],
    [{ groupingKey: { "my-shard": "7" } }, 'push: "my-shard" is no label name'],
    [{ groupingKey: { job: "x" } }, "push: the groupingKey has the label job"],
    [{ groupingKey: { shard: 7 as unknown as string } }, "push: the label shard of the groupingKey is 7"],
    [{ retries: -1 }, "push: retries is -1"],
    [{ deadlineSeconds: 0 }, "push: deadlineSeconds is 0"],
    [{ mode: "put" as "add" }, 'push: mode is "put". Write mode: "replace" or mode: "add".'],
  ])("are refused before anything is sent: %j", async (options, message) => {
    const send = vi.fn<typeof fetch>();
    await expect(finishedReport().push({ url: "http://gate:9091", fetch: send, ...options })).rejects.toThrow(message);
    expect(send).not.toHaveBeenCalled();
  });
});
