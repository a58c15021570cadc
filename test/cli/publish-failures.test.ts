import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import {
  Failure,
  type Outcome,
  type PublishLimits,
  type PublishOptions,
  publish,
  publishLimits,
} from "../../cli/index.ts";
import { type FakeGrafana, fakeGrafana, fakeToken, type Interception, reply } from "../support/fake-grafana.ts";
import { freePort } from "../support/free-port.ts";
import { projectFolder } from "./support/folders.ts";

let grafana: FakeGrafana;
let cwd: string;
let waits: number[];

beforeEach(async () => {
  grafana = await fakeGrafana();
  waits = [];
  cwd = projectFolder();
});

afterEach(() => grafana.close());

interface Run extends PublishOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<PublishLimits>;
}

/** What a run ended in: an outcome, or the failure that it threw. No token stands in either. */
async function ended({ env = { GRAFANA_TOKEN: fakeToken }, limits = {}, ...options }: Run = {}): Promise<{
  readonly exitCode: number;
  readonly text: string;
}> {
  const wait = async (seconds: number): Promise<void> => {
    waits.push(seconds);
  };
  const world = { cwd, env, fetch, signal: new AbortController().signal };
  try {
    const outcome: Outcome = await publish({ grafanaUrl: grafana.url, ...options }, world, {
      ...publishLimits,
      wait,
      ...limits,
    });
    expect(JSON.stringify(outcome)).not.toContain(fakeToken);
    return { exitCode: outcome.exitCode, text: outcome.text };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(`${error.message} ${error.stack}`).not.toContain(fakeToken);
    return { exitCode: error.exitCode, text: error.message };
  }
}

const onSave =
  (uid: string, answer: Interception): Interception =>
  (request, response) => {
    const dashboard = request.body["dashboard"] as { uid?: string } | undefined;
    return dashboard?.uid === uid && answer(request, response);
  };

/** Answers so the given number of times. */
function times(count: number, answer: Interception): Interception {
  let left = count;
  return (request, response) => left-- > 0 && answer(request, response);
}

describe("publish is not allowed", () => {
  it("says where the token comes from when Grafana does not accept it (3)", async () => {
    const { exitCode, text } = await ended({ env: { GRAFANA_TOKEN: "glsa_wrong" } });
    expect(exitCode).toBe(3);
    expect(text).toContain("does not accept the token from the variable GRAFANA_TOKEN");
    expect(text).not.toContain("glsa_wrong");
    expect(grafana.requests.length).toBe(1);
  });

  it.each([
    ["GET", "/api/folders/services", "folders:read on folders:uid:services"],
    ["POST", "/api/folders", "folders:create on folders:uid:general"],
    ["GET", "/api/dashboards/uid/shop-service", "dashboards:read on dashboards:uid:shop-service"],
    ["POST", "/api/dashboards/db", "dashboards:create and dashboards:write on its folder"],
  ])("names the permission when %s %s is forbidden (3)", async (method, path, permission) => {
    grafana.intercept = (request, response) =>
      request.method === method && request.path === path && reply(response, 403, { message: "Access denied" });
    const { text, exitCode } = await ended();
    expect(text).toContain(`lacks the permission ${permission}`);
    expect([3, 4]).toContain(exitCode);
  });

  it("needs a token (3), reads it from a file, and refuses what cannot be one (2)", async () => {
    expect(await ended({ env: {} })).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining("GRAFANA_TOKEN is not set"),
    });
    expect(await ended({ tokenFile: "absent" })).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining("ENOENT"),
    });
    writeFileSync(join(cwd, "token"), `Bearer ${fakeToken}\n`);
    expect(await ended({ tokenFile: "token" })).toMatchObject({ exitCode: 2 });
    writeFileSync(join(cwd, "token"), `${fakeToken}\n`);
    expect(await ended({ tokenFile: "token", env: {} })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["http://grafana.example.com", "over http anybody on the way reads the token"],
    ["https://admin:hunter2@grafana.example.com", "carries a user name or password"],
    ["ftp://grafana.example.com", "no http or https address"],
    ["https://grafana.example.com/?orgId=2", "has a query or a fragment"],
  ])("refuses the address %s (2)", async (grafanaUrl, reason) => {
    const { exitCode, text } = await ended({ grafanaUrl });
    expect(exitCode).toBe(2);
    expect(text).toContain(reason);
    expect(text).not.toContain("hunter2");
  });
});

describe("publish does not reach Grafana", () => {
  it("says so when nothing listens there (5)", async () => {
    const { exitCode, text } = await ended({ grafanaUrl: `http://127.0.0.1:${await freePort()}` });
    expect(exitCode).toBe(5);
    expect(text).toContain("nothing listens there (ECONNREFUSED)");
  });

  it("gives up on a server that answers too slowly, in head or body (5)", async () => {
    const limits = { requestSeconds: 0.05 };
    grafana.intercept = () => true;
    expect(await ended({ limits })).toMatchObject({
      exitCode: 5,
      text: expect.stringContaining("did not answer within 0.05 seconds"),
    });
    grafana.intercept = (_, response) => response.writeHead(200).write("{");
    expect(await ended({ limits })).toMatchObject({
      exitCode: 5,
      text: expect.stringContaining("did not answer within"),
    });
  });

  it("reads again after 429 and 5xx, as long as the server asks, up to half a minute", async () => {
    const asked = [{ "retry-after": "7" }, { "retry-after": "900" }, {}];
    grafana.intercept = times(3, (_, response) => reply(response, 503, { message: "busy" }, asked.shift() ?? {}));
    expect(await ended()).toMatchObject({ exitCode: 0 });
    expect(waits).toEqual([7, 30, 2]);
  });

  it("stops reading after three more tries (5)", async () => {
    grafana.intercept = (_, response) => reply(response, 502, { message: "bad gateway" });
    expect(await ended()).toMatchObject({ exitCode: 5 });
    expect(grafana.requests.length).toBe(4);
  });

  it("does not try the other boards when Grafana is gone (5)", async () => {
    grafana.intercept = ({ path }, response) => path.endsWith("/shop-service") && response.destroy() !== undefined;
    const { exitCode, text } = await ended();
    expect(exitCode).toBe(5);
    expect(text).toContain("failed  shop-service");
    expect(text).toContain("not tried  ledger-service");
  });

  it("says which boards were written before Grafana was gone (4)", async () => {
    grafana.intercept = ({ path }, response) => path.endsWith("/ledger-service") && response.destroy() !== undefined;
    const { exitCode, text } = await ended();
    expect(exitCode).toBe(4);
    expect(text).toContain("created  shop-service");
    expect(text).toContain("failed  ledger-service");
  });
});

describe("publish does not know whether a save arrived", () => {
  it("looks first, and does not save twice what arrived", async () => {
    let saves = 0;
    grafana.intercept = onSave("shop-service", (request, response) => {
      saves += 1;
      const dashboard = request.body["dashboard"] as Record<string, unknown>;
      grafana.boards.set("shop-service", [{ dashboard, folderUid: "services" }]);
      response.destroy();
      return true;
    });
    expect(await ended()).toMatchObject({ exitCode: 0, text: expect.stringContaining("created  shop-service") });
    expect(saves).toBe(1);
  });

  it("saves again what did not arrive", async () => {
    grafana.intercept = onSave(
      "shop-service",
      times(2, (_, response) => reply(response, 504, { message: "late" })),
    );
    expect(await ended()).toMatchObject({ exitCode: 0 });
    expect(grafana.boards.get("shop-service")?.length).toBe(1);
    const calls = grafana.requests.map(({ method, path }) => `${method} ${path}`);
    expect(calls.slice(2, 9)).toEqual([
      "GET /api/dashboards/uid/shop-service",
      "POST /api/dashboards/db",
      "GET /api/dashboards/uid/shop-service",
      "POST /api/dashboards/db",
      "GET /api/dashboards/uid/shop-service",
      "POST /api/dashboards/db",
      "GET /api/dashboards/uid/shop-service",
    ]);
  });

  it("does the same for the folder", async () => {
    grafana.intercept = times(
      2,
      ({ method }, response) => method === "POST" && reply(response, 500, { message: "oops" }),
    );
    expect(await ended()).toMatchObject({ exitCode: 0, text: expect.stringContaining("folder created  services") });
  });
});

describe("publish meets something that is not Grafana", () => {
  it("recognises a sign-in page (7)", async () => {
    grafana.intercept = (_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title>");
      return true;
    };
    const { exitCode, text } = await ended();
    expect(exitCode).toBe(7);
    expect(text).toContain("is not Grafana's HTTP API");
    expect(text).toContain("a page for browsers (200)");
  });

  it("does not take a page that says 404 for a missing folder (7)", async () => {
    grafana.intercept = (_, response) => response.writeHead(404).end("<html>nginx</html>") !== undefined;
    expect(await ended()).toMatchObject({ exitCode: 7 });
    expect(grafana.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("does not follow a redirect, so that no other place gets the token (7)", async () => {
    const arrived: unknown[] = [];
    const other = createServer((request, response) => {
      arrived.push(request.headers);
      response.end("{}");
    });
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    const location = `http://127.0.0.1:${port}/login?next=secret`;
    grafana.intercept = (_, response) => response.writeHead(302, { location }).end() !== undefined;
    const { exitCode, text } = await ended();
    other.close();
    expect(exitCode).toBe(7);
    expect(text).toContain(`redirects to http://127.0.0.1:${port}/login, and`);
    expect(arrived).toEqual([]);
  });

  it("does not read an endless answer to its end (7)", async () => {
    grafana.intercept = (_, response) => reply(response, 200, { title: "x".repeat(5000) });
    const { exitCode, text } = await ended({ limits: { answerBytes: 3000 } });
    expect(exitCode).toBe(7);
    expect(text).toContain("larger than 3000 bytes");
  });

  it("prints what the server says without control characters, line breaks and token", async () => {
    const message = `\u001b[31mred\u001b[0m\n::error::${fakeToken}\u0007 glsa_\u001b[1m${fakeToken.slice(5)} \u009b2J\u202etxt ${"long ".repeat(99)}`;
    grafana.intercept = onSave("shop-service", (_, response) => reply(response, 422, { message }));
    const { text } = await ended();
    const line = text.split("\n").find((candidate) => candidate.includes("red")) ?? "";
    expect(line).toContain("It says: red ::error::[token]? [token]");
    expect(line).not.toMatch(/[\p{C}]/u);
    expect(line.length).toBeLessThan(500);
  });
});
