import { join } from "node:path";
import { expect, it } from "vitest";
import { startChild } from "../support/child.ts";
import { type FakeGrafana, fakeGrafana, fakeToken } from "../support/fake-grafana.ts";
import { demoConfig, type Ended, root, signalbox } from "./support/command-line.ts";

function publish(grafana: FakeGrafana, ...options: string[]): Promise<Ended> {
  const args = ["publish", "--config", demoConfig, "--grafana-url", grafana.url, ...options];
  return signalbox(args, { env: { GRAFANA_TOKEN: fakeToken } });
}

it("publish as a process plans, writes, and writes nothing the second time", async () => {
  const grafana = await fakeGrafana();
  const plan = await publish(grafana, "--dry-run");
  expect(plan.stdout).toContain("1 would be created");
  expect(grafana.boards.size).toBe(0);

  const first = await publish(grafana);
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect(first.stdout).toContain("1 created, 0 changed, 0 unchanged");

  const second = await publish(grafana, "--json");
  expect(second).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(second.stdout)).toEqual({
    format: "signalbox.publish/1",
    exitCode: 0,
    grafana: grafana.url,
    dryRun: false,
    folder: { uid: "services", title: "Services", state: "present" },
    boards: [{ uid: "shop-service", title: "shop: service health", result: "unchanged" }],
  });
  expect(grafana.boards.get("shop-service")?.length).toBe(1);
  await grafana.close();
});

it("publish shows the token nowhere, not even with --debug when Grafana refuses it", async () => {
  const grafana = await fakeGrafana();
  grafana.intercept = ({ authorization }, response) => {
    response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ message: authorization }));
    return true;
  };
  const { exitCode, stdout, stderr } = await publish(grafana, "--json", "--debug");
  expect(exitCode).toBe(3);
  expect(stderr).toContain("It says: Bearer [token]");
  expect(JSON.parse(stdout)).toMatchObject({ format: "signalbox.publish/1", exitCode: 3 });
  expect(`${stdout}${stderr}`).not.toContain(fakeToken);
  await grafana.close();
});

it("publish ends on Ctrl-C with 130 and says what is unclear", async () => {
  const grafana = await fakeGrafana();
  const main = ["--conditions=signalbox-source", join(root, "cli", "main.ts")];
  const options = ["publish", "--config", demoConfig, "--grafana-url", grafana.url];
  const child = startChild(process.execPath, [...main, ...options], { GRAFANA_TOKEN: fakeToken });
  grafana.intercept = ({ method, path }) => {
    if (method === "GET" || path === "/api/folders") return false;
    return child.process.kill("SIGINT");
  };
  const exitCode = await new Promise((resolve) => child.process.on("close", resolve));
  expect(child.output()).toContain("folder created  services");
  expect(child.output()).toContain("It was sent, and whether Grafana saved it is unknown");
  expect(child.output()).toContain("Interrupted.");
  expect(exitCode).toBe(130);
  await grafana.close();
});
