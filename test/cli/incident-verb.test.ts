import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Failure, type IncidentOptions, incident, type Outcome, sourceLimits } from "../../cli/index.ts";
import { signalbox } from "./support/command-line.ts";
import { type AskedQuestion, type FakeAnswer, fakePrometheus, ok } from "./support/fake-prometheus.ts";
import { ranHere } from "./support/in-process.ts";
import { project, smallConfig } from "./support/project.ts";

const from = Date.UTC(2026, 10, 20, 10);
const to = Date.UTC(2026, 10, 20, 11, 30);
const withGrafana = smallConfig.replace("teams:", 'grafana: { url: "https://grafana.example.com" },\n  teams:');
const files = { "signalbox.config.ts": withGrafana };
const place = { namespace: "stores", job: "till" };

/** A ticket from 10:07 to 10:40 and again at the end, and one that fired all the time. */
function answers({ query, start, path }: AskedQuestion, count = 0): FakeAnswer {
  if (path.endsWith("/query")) return instant(query, count);
  const alert = (labels: object, minutes: readonly number[]) => ({
    metric: { __name__: "ALERTS", alertstate: "firing", severity: "warning", team: "counter", ...place, ...labels },
    values: minutes.map((minute) => [start + minute * 60, "1"]),
  });
  const between = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return ok([
    alert({ alertname: "ErrorBudgetBurn", sli: "answers" }, [...between(7, 39), ...between(88, 90)]),
    alert({ alertname: "ServiceRestarting" }, between(0, 90)),
  ]);
}

const values = [
  ["sli:bad_events:rate5m", " / ", 0.315],
  ["sli:bad_events:rate5m", "", 1207.6],
  ["max_over_time", "", 0.4444],
] as const;

function instant(query: string, count: number): FakeAnswer {
  const value = values.find(([part, also]) => query.includes(part) && query.includes(also))?.[2];
  const vector = (number: number) => [{ metric: { ...place, sli: "answers" }, value: [0, String(number)] }];
  const result = query.startsWith("slo:error_budget_remaining")
    ? vector(count === 2 ? 0.84 : 0.62)
    : value === undefined
      ? []
      : vector(value);
  return { status: 200, body: JSON.stringify({ status: "success", data: { resultType: "vector", result } }) };
}

async function run(options: Partial<IncidentOptions>, cwd = project(files), answer = answers): Promise<Outcome> {
  const world = {
    cwd,
    env: {},
    fetch: fakePrometheus(answer).fetch,
    signal: new AbortController().signal,
    message: () => {},
  };
  return await incident({ from, to, ...options }, world, { ...sourceLimits, retries: 0 });
}

describe("incident", () => {
  it("tells what fired, who was told, and what it cost", async () => {
    const { exitCode, text } = await run({ prometheus: "http://127.0.0.1:9" });
    expect(exitCode).toBe(0);
    expect(text.split("## Why it happened")[0]).toMatchInlineSnapshot(`
      "# Incident of till, 2026-11-20 10:00 to 11:30 UTC

      - Service: till, team counter. Takes money.
      - Environment: shopfloor (namespace stores)
      - Board:
        [for this time](https://grafana.example.com/d/till-service?var-namespace=stores&from=1795168800000&to=1795174200000)

      ## What happened

      In two sentences, for somebody who was not there: what users noticed, and since
      when.

      ## Timeline

      | UTC | what happened |
      |---|---|
      | 2026-11-20 10:00 | ServiceRestarting (warning) fires already; Slack #till is told |
      | 2026-11-20 10:07 | ErrorBudgetBurn answers (warning) fires; Slack #till is told |
      | 2026-11-20 10:40 | ErrorBudgetBurn answers (warning) ends |
      | 2026-11-20 11:28 | ErrorBudgetBurn answers (warning) fires; Slack #till is told |

      Still firing at the end: ServiceRestarting (warning); ErrorBudgetBurn answers
      (warning).

      ## What it cost

      | objective | target | bad | of the budget | left before | left after | worst 5 minutes |
      |---|---|---|---|---|---|---|
      | answers (stores) | 98% | 1208 events | 31.5% | 84% | 62% | 44.4% |

      What is left also moves because older events leave the window; the share of the
      budget is what this incident took of it.

      "
    `);
  });

  it("has the queries in place of the answers without a server, and asks nobody", async () => {
    const { text } = await run({}, project(files), () => {
      throw new Error("asked");
    });
    expect(text).toContain('ALERTS{namespace="stores",job="till",alertstate="firing"}');
    expect(text).toContain('slo:error_budget_remaining:ratio{sli="answers",namespace="stores",job="till"}');
    expect(text).toContain("[90m:1m]");
  });

  it("has every panel of the board, with a link for that time and queries without variables", async () => {
    const { text, document } = await run({});
    const panels = text.split("## What the board showed")[1] ?? "";
    expect(panels).toMatch(
      /\[Rate\]\(https:\/\/grafana\.example\.com\/d\/till-service\?var-namespace=stores&from=1795168800000&to=1795174200000&viewPanel=\d+\)/,
    );
    expect(panels).not.toContain("$");
    expect(panels).toContain('{namespace=~"stores",job="till"');
    const drawn = (document["panels"] as readonly { readonly queries: readonly string[] }[]).flatMap(
      ({ queries }) => queries,
    );
    expect(drawn.length).toBeGreaterThan(10);
    for (const query of drawn) expect(panels).toContain(query);
  });

  it("says so when nothing fired and nothing is recorded", async () => {
    const { text } = await run({ prometheus: "http://127.0.0.1:9" }, project(files), ({ path }) =>
      path.endsWith("_range") ? ok([]) : instant("", 0),
    );
    expect(text).toContain("No alert of this service fired.");
    expect(text).toContain("The server has no recorded series of this service for that time");
  });

  it("writes a file, and never over one that is there", async () => {
    const cwd = project(files);
    const { text } = await run({ out: "post-mortem.md" }, cwd);
    expect(text).toBe("post-mortem.md is written.\n");
    expect(readFileSync(join(cwd, "post-mortem.md"), "utf8")).toMatch(
      /^# Incident of till, 2026-11-20 10:00 to 11:30 UTC\n/,
    );
    writeFileSync(join(cwd, "post-mortem.md"), "With our notes.\n");
    await expect(run({ out: "post-mortem.md" }, cwd)).rejects.toMatchObject({ exitCode: 6 });
    expect(readFileSync(join(cwd, "post-mortem.md"), "utf8")).toBe("With our notes.\n");
  });

  it.each([
    [{ to: from }, "--to 2026-11-20T10:00:00Z is not after --from 2026-11-20T10:00:00Z"],
    [{ from: Date.UTC(2026, 9, 1) }, "From --from to --to are 50 days; an incident has at most 31"],
    [{ out: "no/such/folder.md" }, "--out no/such/folder.md: the folder no/such does not exist."],
    [{ out: "" }, "--out is empty: name the file to write, such as incident.md."],
    [{ service: "tell" }, "--service tell is not in the config; did you mean till?"],
    [{ environment: "shopflor" }, "did you mean shopfloor?"],
    [{ prometheus: "prometheus:9090" }, "--prometheus is no http or https address"],
  ])("refuses %o and says why", async (options, message) => {
    const failure = await run(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });

  it("is a verb that needs to know when it began", async () => {
    const ended = await signalbox(["incident"], { cwd: project(files) });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("--from <time>");
    const when = await signalbox(["incident", "--from", "yesterday"], { cwd: project(files) });
    expect(when.stderr).toContain("It is a time such as 2026-11-21T16:00:00Z");
  });

  it.each(["2026-02-30T10:00:00Z", "2027-02-29", "2026-11-31T00:00:00+02:00"])(
    "refuses the day of %s, which there is not",
    async (day) => {
      const ended = await ranHere(["incident", "--from", day], project(files));
      expect(ended).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining(`There is no day ${day.slice(0, 10)}.`),
      });
    },
  );

  it("takes a leap day, and a day that is another one in UTC", async () => {
    for (const from of ["2028-02-29T10:00:00Z", "2026-12-01T00:30:00+02:00"]) {
      const to = new Date(Date.parse(from) + 3_600_000).toISOString();
      expect(await ranHere(["incident", "--from", from, "--to", to], project(files))).toMatchObject({ exitCode: 0 });
    }
  });
});
