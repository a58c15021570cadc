import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { type Outcome, type PublishLimits, type PublishOptions, publish, publishLimits } from "../../cli/index.ts";
import { type FakeGrafana, fakeGrafana, fakeToken, reply, type SeenRequest } from "../support/fake-grafana.ts";
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
  readonly token?: string;
  readonly limits?: Partial<PublishLimits>;
  readonly signal?: AbortSignal;
}

function run({
  token = fakeToken,
  limits = {},
  signal = new AbortController().signal,
  ...options
}: Run = {}): Promise<Outcome> {
  const wait = async (seconds: number): Promise<void> => {
    waits.push(seconds);
  };
  const world = { cwd, env: { GRAFANA_TOKEN: token }, fetch, signal };
  return publish({ grafanaUrl: grafana.url, ...options }, world, { ...publishLimits, wait, ...limits });
}

function writes(): readonly SeenRequest[] {
  return grafana.requests.filter(({ method }) => method !== "GET");
}

function isSave({ method, path }: SeenRequest, uid?: string): boolean {
  const dashboard = grafana.requests.at(-1)?.body["dashboard"] as { uid?: string } | undefined;
  return method === "POST" && path === "/api/dashboards/db" && (uid === undefined || dashboard?.uid === uid);
}

function versions(uid: string): number {
  return grafana.boards.get(uid)?.length ?? 0;
}

/** Saves a board as a person would. */
function edit(uid: string, changes: Record<string, unknown>): void {
  const saves = grafana.boards.get(uid) ?? [];
  const latest = saves.at(-1) ?? { dashboard: { uid, title: "x", tags: ["signalbox"] }, folderUid: "services" };
  grafana.boards.set(uid, [...saves, { ...latest, dashboard: { ...latest.dashboard, ...changes } }]);
}

describe("publish", () => {
  it("creates the folder and every board in it", async () => {
    const { exitCode, text } = await run();
    expect(text).toBe(
      [
        "  folder created  services  Services",
        "  created  shop-service  shop: service health",
        "  created  ledger-service  ledger: service health",
        `${grafana.url}, folder Services: 2 created, 0 changed, 0 unchanged\n`,
      ].join("\n"),
    );
    expect(exitCode).toBe(0);
    expect(grafana.folders).toEqual(new Map([["services", "Services"]]));
    expect([...grafana.boards].map(([uid, saves]) => [uid, saves[0]?.folderUid])).toEqual([
      ["shop-service", "services"],
      ["ledger-service", "services"],
    ]);
  });

  it("writes nothing the second time, although the server adds ids, versions and plugin versions", async () => {
    grafana.onSave = (dashboard) => ({
      ...dashboard,
      iteration: 1234,
      schemaVersion: 41,
      weekStart: null,
      panels: (dashboard["panels"] as object[]).map((panel) => ({ ...panel, pluginVersion: "13.1.3" })),
    });
    await run();
    const before = writes().length;
    expect(await run()).toMatchObject({ exitCode: 0, notes: "" });
    expect(writes().length).toBe(before);
    expect([versions("shop-service"), versions("ledger-service")]).toEqual([1, 1]);
  });

  it("replaces an edit, on the version that it read, and says where the edit was", async () => {
    await run();
    edit("shop-service", { refresh: "7m" });
    const { text } = await run();
    expect(text).toContain("  changed  shop-service  shop: service health (refresh)\n");
    expect(writes().at(-1)?.body).toMatchObject({ overwrite: false, folderUid: "services", dashboard: { version: 2 } });
    expect(grafana.boards.get("shop-service")?.at(-1)?.dashboard["refresh"]).not.toBe("7m");
    expect(versions("ledger-service")).toBe(1);
  });

  it("brings a board back that was moved to another folder", async () => {
    await run();
    grafana.boards.set(
      "shop-service",
      (grafana.boards.get("shop-service") ?? []).map((save) => ({ ...save, folderUid: "attic" })),
    );
    expect((await run()).text).toContain("shop: service health (folder (services instead of attic))");
    expect(grafana.boards.get("shop-service")?.at(-1)?.folderUid).toBe("services");
  });

  it("sends nothing that writes in a dry run, and says what it would do", async () => {
    const { exitCode, text } = await run({ dryRun: true });
    expect(text).toContain("folder would be created  services");
    expect(text).toContain("2 would be created, 0 would be changed, 0 unchanged");
    expect(exitCode).toBe(0);
    expect(grafana.requests.length).toBeGreaterThan(0);
    expect(writes()).toEqual([]);
  });

  it("names the first place that the server stores differently", async () => {
    grafana.onSave = (dashboard) => ({ ...dashboard, timezone: "utc" });
    expect((await run()).notes).toContain(
      "shop-service: Grafana stores it differently from what was sent, so every run will write it: timezone",
    );
  });
});

describe("publish meets somebody else's work", () => {
  it("does not overwrite a save between its read and its write (6)", async () => {
    await run();
    edit("shop-service", { refresh: "7m" });
    grafana.intercept = (request) => {
      if (isSave(request, "shop-service")) {
        grafana.intercept = () => false;
        edit("shop-service", { refresh: "9m" });
      }
      return false;
    };
    const { exitCode, text } = await run();
    expect(exitCode).toBe(6);
    expect(text).toContain("anna saved version 3 while publish ran");
    expect(grafana.boards.get("shop-service")?.at(-1)?.dashboard["refresh"]).toBe("9m");
  });

  it("is content when another run saved the same board first", async () => {
    grafana.intercept = (request) => {
      if (isSave(request, "shop-service") && versions("shop-service") === 0) {
        const dashboard = request.body["dashboard"] as Record<string, unknown>;
        grafana.boards.set("shop-service", [{ dashboard, folderUid: "services" }]);
      }
      return false;
    };
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(versions("shop-service")).toBe(1);
  });

  it("takes a folder that another run creates at the same time", async () => {
    grafana.intercept = ({ method, path }) => {
      if (method === "POST" && path === "/api/folders") grafana.folders.set("services", "Services");
      return false;
    };
    expect(await run()).toMatchObject({ exitCode: 0, document: { folder: { state: "present" } } });
  });

  it("leaves provisioned boards alone and says who owns them (6)", async () => {
    await run();
    edit("shop-service", { refresh: "7m" });
    grafana.provisioned.add("shop-service");
    const { exitCode, text } = await run();
    expect(exitCode).toBe(6);
    expect(text).toContain("Grafana reads this board from files");
    expect(versions("shop-service")).toBe(2);
    expect(await run({ dryRun: true })).toMatchObject({ exitCode: 6, text: expect.stringContaining("would fail") });
  });

  it("explains a provisioned board that only the save reveals (6)", async () => {
    grafana.intercept = (request, response) =>
      isSave(request) && reply(response, 400, { message: "Cannot save provisioned dashboard" });
    expect(await run()).toMatchObject({
      exitCode: 6,
      text: expect.stringContaining("Grafana reads this board from files"),
    });
  });

  it("leaves a board alone that lacks its tag (6)", async () => {
    grafana.folders.set("services", "Services");
    edit("shop-service", { tags: ["by-hand"] });
    const { text } = await run();
    expect(text).toContain("a board with this uid that Signalbox did not write");
    expect(versions("shop-service")).toBe(1);
  });

  it("does the rest when one board is in conflict, and says so (4)", async () => {
    grafana.folders.set("services", "Services");
    edit("other", { title: "shop: service health" });
    const { exitCode, text } = await run();
    expect(exitCode).toBe(4);
    expect(text).toContain(
      "failed  shop-service  shop: service health: Another board of this folder has the same title",
    );
    expect(text).toContain("created  ledger-service");
  });

  it("refuses a folder whose title is taken under another uid (6)", async () => {
    grafana.folders.set("by-hand", "Services");
    await expect(run()).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringContaining("with another uid than services"),
    });
  });
});

describe("publish is interrupted", () => {
  it("finishes the save in flight, begins no other, and says which", async () => {
    const interruption = new AbortController();
    grafana.intercept = (request) => {
      if (isSave(request, "shop-service")) interruption.abort(143);
      return false;
    };
    const { exitCode, text, notes } = await run({ signal: interruption.signal });
    expect(exitCode).toBe(143);
    expect(text).toContain("  created  shop-service");
    expect(text).toContain("  not tried  ledger-service");
    expect(notes).toContain("Interrupted.");
    expect([versions("shop-service"), versions("ledger-service")]).toEqual([1, 0]);
  });

  it("counts a board as not tried when only its reading was cut off", async () => {
    const interruption = new AbortController();
    grafana.intercept = ({ path }) => {
      if (!path.endsWith("/shop-service")) return false;
      interruption.abort(130);
      return true;
    };
    const { exitCode, text } = await run({ signal: interruption.signal, limits: { graceSeconds: 0.01 } });
    expect(exitCode).toBe(130);
    expect(text).toContain("  not tried  shop-service");
    expect(text).toContain("2 not tried");
  });

  it("says that a save is unclear when no answer comes in the time that is left", async () => {
    const interruption = new AbortController();
    grafana.intercept = (request) => {
      if (!isSave(request)) return false;
      interruption.abort(130);
      return true;
    };
    const { exitCode, text } = await run({ signal: interruption.signal, limits: { graceSeconds: 0.01 } });
    expect(exitCode).toBe(130);
    expect(text).toContain("It was sent, and whether Grafana saved it is unknown");
  });
});
