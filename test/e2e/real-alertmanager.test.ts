import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alertmanagerFile } from "../../alerts/index.ts";
import { type Config, webhook } from "../../config/index.ts";
import { config } from "../services.ts";
import { type Child, startChild } from "../support/child.ts";
import { freePort } from "../support/free-port.ts";
import { realTool } from "../support/real-tools.ts";

const alertmanager = realTool("alertmanager");

interface Message {
  readonly receiver: string;
  readonly status: "firing" | "resolved";
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** Collects what Alertmanager sends. */
interface Sink {
  readonly server: Server;
  readonly address: string;
  readonly messages: readonly Message[];
  /** The first that satisfies, among those that came and those that come. */
  readonly arrived: (satisfies: (message: Message) => boolean, seconds?: number) => Promise<Message>;
}

async function sink(): Promise<Sink> {
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    messages.push(JSON.parse(body) as Message);
    response.end();
    for (const look of waiting) look();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const arrived: Sink["arrived"] = (satisfies, seconds = 30) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = messages.find(satisfies);
        if (found === undefined) return;
        waiting.delete(look);
        clearTimeout(limit);
        resolve(found);
      };
      const limit = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`nothing came that satisfies; came: ${JSON.stringify(messages)}`));
      }, seconds * 1000);
      waiting.add(look);
      look();
    });
  return { server, address: `http://127.0.0.1:${port}/`, messages, arrived };
}

const key = "address";
const routed: Config = {
  ...config,
  teams: {
    storefront: {
      page: webhook({ urlFrom: { secret: "page", key } }),
      ticket: webhook({ urlFrom: { secret: "ticket", key } }),
    },
    finance: { ticket: webhook({ urlFrom: { secret: "finance", key } }) },
  },
};

/** The file as it is written, but impatient: what is waited for in it is not what is tested. */
function impatient(folder: string): string {
  const deadMansSwitch = webhook({ urlFrom: { secret: "beat", key } });
  const file = alertmanagerFile({
    ...routed,
    routing: { mode: "alertmanager", deadMansSwitch, secretsFolder: folder },
  });
  return JSON.stringify(file)
    .replace(/("group_wait":)"(?!0s)\w+"/g, '$1"1s"')
    .replace(/("group_interval":)"\w+"/g, '$1"1s"')
    .replace(/("repeat_interval":)"50s"/g, '$1"500ms"');
}

const shop = { namespace: "live-services", job: "shop", team: "storefront" };
const page = { ...shop, alertname: "ErrorBudgetBurn", sli: "availability", severity: "critical" };
const hangs = { ...shop, alertname: "ServiceHangs", severity: "critical" };
const ticket = { ...page, severity: "warning" };
const elsewhere = { ...ticket, namespace: "rehearsal", sli: "fast" };
const watchdog = { alertname: "Watchdog", severity: "none" };

describe.skipIf(alertmanager === undefined)("a real Alertmanager with our file", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-alertmanager-"));
  let child: Child;
  let received: Sink;
  let api = "";

  beforeAll(async () => {
    received = await sink();
    for (const secret of ["page", "ticket", "finance", "beat"]) {
      mkdirSync(join(folder, secret));
      writeFileSync(join(folder, secret, key), received.address);
    }
    writeFileSync(join(folder, "alertmanager.yaml"), impatient(folder));
    const address = `127.0.0.1:${await freePort()}`;
    child = startChild(alertmanager ?? "", [
      `--config.file=${join(folder, "alertmanager.yaml")}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
      "--cluster.listen-address=",
    ]);
    api = `http://${address}`;
    await ready();
  }, 60_000);

  afterAll(async () => {
    await child.stop();
    received.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ready(): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      const answer = await fetch(`${api}/-/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`Alertmanager does not become ready:\n${child.output()}`);
  }

  async function send(alerts: readonly Readonly<Record<string, string>>[], endsAt: Date): Promise<void> {
    const body = JSON.stringify(alerts.map((labels) => ({ labels, endsAt: endsAt.toISOString() })));
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${api}/api/v2/alerts`, { method: "POST", headers, body });
    expect({ status: answer.status, said: await answer.text() }).toEqual({ status: 200, said: "" });
  }

  const later = (): Date => new Date(Date.now() + 300_000);
  const ofReceiver = (name: string): readonly Message[] =>
    received.messages.filter(({ receiver }) => receiver === name);

  it("sends the page once, grouped, holds its ticket back, and sends the end", async () => {
    await send([page, hangs, ticket, elsewhere], later());
    const message = await received.arrived(({ receiver }) => receiver === "storefront-page");
    expect(message).toMatchObject({
      status: "firing",
      groupLabels: { namespace: "live-services", job: "shop", severity: "critical" },
    });
    expect(message.alerts.map(({ labels }) => labels["alertname"]).sort()).toEqual(["ErrorBudgetBurn", "ServiceHangs"]);

    // The ticket of the other place waited as long as that of this one would have.
    await received.arrived(
      ({ receiver, groupLabels }) => receiver === "storefront-ticket" && groupLabels["namespace"] === "rehearsal",
    );
    expect(ofReceiver("storefront-ticket")).toHaveLength(1);
    const held = (await (await fetch(`${api}/api/v2/alerts?active=false&inhibited=true`)).json()) as Message["alerts"];
    expect(held.map(({ labels }) => labels)).toEqual([ticket]);

    await send([page, hangs, ticket], new Date());
    await received.arrived(({ receiver, status }) => receiver === "storefront-page" && status === "resolved");
    expect(ofReceiver("storefront-page").map(({ status }) => status)).toEqual(["firing", "resolved"]);
  }, 60_000);

  it("beats for the dead man's switch until it is killed", async () => {
    await send([watchdog], later());
    const isBeat = ({ receiver }: Message): boolean => receiver === "dead-mans-switch";
    await received.arrived((message) => isBeat(message) && ofReceiver("dead-mans-switch").length > 2);
    expect(ofReceiver("dead-mans-switch").every(({ status }) => status === "firing")).toBe(true);

    const gone = new Promise((resolve) => child.process.once("exit", resolve));
    child.process.kill("SIGKILL");
    await gone;
    const beats = ofReceiver("dead-mans-switch").length;
    const next = received.arrived(() => ofReceiver("dead-mans-switch").length > beats + 1, 5);
    await expect(next).rejects.toThrow("nothing came");
  }, 60_000);
});
