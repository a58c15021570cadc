import { defineService } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { parsedExposition, sampleValue } from "./exposition-text.ts";

const mailer = defineService({
  name: "mailer",
  team: "storefront",
  description: "Sends mail.",
  work: {
    emails: { description: "Sends one email." },
    digest: { description: "Writes the nightly digest.", bounds: [40, 400, 4000] },
  },
});

const clock = { seconds: 0, unixSeconds: 1_700_000_000 };
let logged: string[] = [];
let signals: Signals<Record<never, never>, typeof mailer.work>;

beforeEach(() => {
  clock.seconds = 7;
  clock.unixSeconds = 1_700_000_000;
  logged = [];
  signals = instrument(mailer, {
    clock: () => clock.seconds,
    unixClock: () => clock.unixSeconds,
    log: (line) => logged.push(line),
  });
});

function takes(seconds: number): void {
  clock.seconds += seconds;
  clock.unixSeconds += seconds;
}

async function value(
  name: string,
  labels: Readonly<Record<string, string>> = { work: "emails" },
): Promise<number | undefined> {
  return sampleValue(await signals.exposition(), name, labels);
}

/** What is counted of the emails: `failed/all`, then their summed seconds by outcome, and the runs that have not ended. */
async function counted(): Promise<string> {
  const seconds = (outcome: string): Promise<number | undefined> =>
    value("work_duration_seconds_sum", { work: "emails", outcome });
  const runs = `${await value("work_failed_runs_total")}/${await value("work_runs_total")}`;
  return `${runs} success ${await seconds("success")} failure ${await seconds("failure")} active ${await value("work_active")}`;
}

describe("work that has not run", () => {
  it("has every series at zero, and no time of a last success", async () => {
    const samples = parsedExposition(await signals.exposition())
      .filter(({ name }) => name.startsWith("work_"))
      .flatMap((family) => family.samples);
    expect(samples.every((sample) => sample.value === 0)).toBe(true);
    const series = samples
      .filter(({ name }) => !/_(bucket|sum)$/.test(name))
      .map(({ name, labels }) => [name, ...Object.values(labels)].join(" "));
    expect(series).toEqual([
      "work_duration_seconds_count emails success",
      "work_duration_seconds_count emails failure",
      "work_duration_seconds_count digest success",
      "work_duration_seconds_count digest failure",
      "work_age_seconds_count emails",
      "work_age_seconds_count digest",
      "work_active emails",
      "work_active digest",
      "work_runs_total emails",
      "work_runs_total digest",
      "work_failed_runs_total emails",
      "work_failed_runs_total digest",
    ]);
  });

  it("has the bounds of all kinds together", async () => {
    const buckets = parsedExposition(await signals.exposition())
      .flatMap(({ samples }) => samples)
      .filter(({ name, labels }) => name === "work_age_seconds_bucket" && labels["work"] === "digest");
    const bounds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 40, 60, 300, 400, 900, 3600, 4000];
    expect(buckets.map(({ labels }) => Number(labels["le"]?.replace("+Inf", "Infinity")))).toEqual([
      ...bounds,
      Infinity,
    ]);
  });

  it("is not there at all in a service without work", async () => {
    const service = defineService({ name: "shop", team: "storefront", description: "Sells." });
    expect(await instrument(service).exposition()).not.toMatch(/^work_/m);
  });
});

describe("a run", () => {
  it("of an async function is active until its promise settles, then counted with its seconds", async () => {
    let finish = (_value: string): void => undefined;
    const run = signals.work("emails", (to: string) => {
      return new Promise<string>((resolve) => {
        finish = (sent) => resolve(`${to} ${sent}`);
      });
    });
    const running = run("ann");
    takes(3);
    expect(await counted()).toBe("0/0 success 0 failure 0 active 1");
    finish("sent");
    expect(await running).toBe("ann sent");
    expect(await counted()).toBe("0/1 success 3 failure 0 active 0");
    expect(await value("work_last_success_timestamp_seconds")).toBe(1_700_000_003);
    expect(await value("work_last_success_timestamp_seconds", { work: "digest" })).toBeUndefined();
  });

  it("of a sync function is counted when it returns, and returns the same value", async () => {
    const made = { id: 8 };
    const run = signals.work("emails", () => {
      takes(0.5);
      return made;
    });
    expect(run()).toBe(made);
    expect(await counted()).toBe("0/1 success 0.5 failure 0 active 0");
  });

  it("that throws or rejects is a failure, and its error comes out unchanged", async () => {
    const error = new Error("refused");
    const throws = signals.work("emails", (): void => {
      takes(2);
      throw error;
    });
    const rejects = signals.work("emails", async () => {
      await Promise.resolve();
      takes(4);
      throw error;
    });
    expect(throws).toThrow(error);
    await expect(rejects()).rejects.toBe(error);
    expect(await counted()).toBe("2/2 success 0 failure 6 active 0");
    expect(await value("work_last_success_timestamp_seconds")).toBeUndefined();
  });

  it("that was aborted is a failure, unless its errors are ignored", async () => {
    const aborted = (): Promise<void> => Promise.reject(new DOMException("stopped", "AbortError"));
    await expect(signals.work("emails", aborted)()).rejects.toThrow("stopped");
    expect(await counted()).toBe("1/1 success 0 failure 0 active 0");
    const ignoring = signals.work("emails", aborted, {
      ignoresError: (error) => error instanceof Error && error.name === "AbortError",
    });
    await expect(ignoring()).rejects.toThrow("stopped");
    expect(await counted()).toBe("1/1 success 0 failure 0 active 0");
  });

  it("keeps this and all arguments", () => {
    const sender = {
      from: "shop",
      send: signals.work("emails", function (this: { readonly from: string }, to: string, copies: number) {
        return `${this.from} to ${to} x${copies}`;
      }),
    };
    expect(sender.send("ann", 2)).toBe("shop to ann x2");
    expectTypeOf(sender.send).parameters.toEqualTypeOf<[string, number]>();
  });

  it("that rejects and is not awaited stays an unhandled rejection", async () => {
    const unhandled: unknown[] = [];
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    const seen = new Promise<void>((resolve) => {
      process.once("unhandledRejection", (reason) => {
        unhandled.push(reason);
        resolve();
      });
    });
    const error = new Error("nobody looks");
    void signals.work("emails", () => Promise.reject(error))();
    await seen;
    for (const listener of others) process.on("unhandledRejection", listener);
    expect(unhandled).toEqual([error]);
  });

  it("counts runs side by side, each by itself", async () => {
    const ends: (() => void)[] = [];
    const run = signals.work("emails", () => new Promise<void>((resolve) => ends.push(resolve)));
    const running = [run(), run(), run()];
    expect(await value("work_active")).toBe(3);
    for (const end of ends) end();
    await Promise.all(running);
    expect(await counted()).toBe("0/3 success 0 failure 0 active 0");
  });
});

describe("the age of an item", () => {
  it("is what it waited before its run began", async () => {
    const run = signals.work("emails", (job: { readonly timestamp: number }) => takes(job.timestamp === 0 ? 0 : 9), {
      enqueuedAtSeconds: (job) => (job.timestamp === 0 ? undefined : job.timestamp / 1000),
    });
    run({ timestamp: 1_699_999_940_000 });
    run({ timestamp: 0 });
    expect(await value("work_age_seconds_count")).toBe(1);
    expect(await value("work_age_seconds_sum")).toBe(60);
    expect(logged).toEqual([]);
  });

  it("is zero when another machine's clock is ahead", async () => {
    signals.work("emails", () => undefined, { enqueuedAtSeconds: () => clock.unixSeconds + 2 })();
    expect(await value("work_age_seconds_count")).toBe(1);
    expect(await value("work_age_seconds_sum")).toBe(0);
  });

  it.each([Number.NaN, 1_700_000_000_000, "yesterday"])("is left out when it was told as %s", async (told) => {
    const run = signals.work("emails", () => "done", { enqueuedAtSeconds: () => told as number });
    expect(run()).toBe("done");
    expect(await value("work_age_seconds_count")).toBe(0);
    expect(await counted()).toBe("0/1 success 0 failure 0 active 0");
    expect(logged).toEqual([expect.stringContaining("Unix time in seconds")]);
  });
});

describe("what hurts", () => {
  it("does not reach the work: options and a clock that throw", async () => {
    const failing = (): never => {
      throw new Error("ours");
    };
    const run = signals.work(
      "emails",
      (fails: boolean) => (fails ? Promise.reject(new Error("theirs")) : Promise.resolve(5)),
      {
        enqueuedAtSeconds: failing,
        ignoresError: failing,
      },
    );
    expect(await run(false)).toBe(5);
    await expect(run(true)).rejects.toThrow("theirs");
    expect(await value("work_active")).toBe(0);
    expect(await counted()).toMatch(/^1\/2 /);
    const broken = instrument(mailer, { log: () => undefined, clock: failing });
    expect(broken.work("digest", () => 6)()).toBe(6);
    expect(sampleValue(await broken.exposition(), "work_active", { work: "digest" })).toBe(0);
  });

  it("is a name that the definition does not have", () => {
    // @ts-expect-error "mails" is no work of the mailer
    expect(() => signals.work("mails", () => undefined)).toThrow(
      'signals.work("mails"): the definition of mailer has no work of that name. It defines emails, digest; ' +
        'add work: { "mails": { description: "..." } } to defineService.',
    );
  });
});
