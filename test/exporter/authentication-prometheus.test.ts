import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Child, startChild } from "../support/child.ts";
import { freePort } from "../support/free-port.ts";
import { realTool } from "../support/real-tools.ts";
import { Authority, hasOpenssl } from "./certificates.ts";
import { host, servedShop, until } from "./served-shop.ts";

const prometheus = realTool("prometheus");

interface Target {
  readonly labels: { readonly job: string };
  readonly health: "unknown" | "up" | "down";
  readonly lastError: string;
}

describe.skipIf(prometheus === undefined || !hasOpenssl)(
  "a real Prometheus and a metrics port that asks who it is",
  () => {
    const children: Child[] = [];
    const folders: string[] = [];
    afterEach(async () => {
      for (const child of children.splice(0)) await child.stop();
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    });

    it("scrapes with the token and the certificate, and is refused without either", async () => {
      const authority = new Authority("cluster");
      folders.push(authority.folder);
      const [server, client] = [authority.certified("shop"), authority.certified("prometheus")];
      const bearerTokenFile = join(authority.folder, "token");
      writeFileSync(bearerTokenFile, "s3cret\n");
      const { served } = await servedShop({
        probesPort: 0,
        metricsAuth: { bearerTokenFile },
        metricsTls: { certFile: server.cert, keyFile: server.key, clientCaFile: authority.pair.cert },
      });
      const trusting = { ca_file: authority.pair.cert };
      const known = { ...trusting, cert_file: client.cert, key_file: client.key };
      const token = { credentials_file: bearerTokenFile };
      const targets = await scrapedTargets(authority.folder, served.metricsPort, {
        both: { authorization: token, tls_config: known },
        "no-certificate": { authorization: token, tls_config: trusting },
        "no-token": { tls_config: known },
        "wrong-token": { authorization: { credentials: "guess" }, tls_config: known },
      });
      expect(targets).toEqual([
        "both: up ",
        expect.stringMatching(/^no-certificate: down .*certificate required/),
        "no-token: down server returned HTTP status 401 Unauthorized",
        "wrong-token: down server returned HTTP status 401 Unauthorized",
      ]);
    });

    /** The health of each job and its last error, once all were scraped. */
    async function scrapedTargets(
      folder: string,
      port: number,
      jobs: Readonly<Record<string, object>>,
    ): Promise<readonly string[]> {
      const config = {
        global: { scrape_interval: "1s", scrape_timeout: "1s" },
        scrape_configs: Object.entries(jobs).map(([job_name, job]) => ({
          job_name,
          scheme: "https",
          static_configs: [{ targets: [`${host}:${port}`] }],
          ...job,
        })),
      };
      const file = join(folder, "prometheus.yml");
      writeFileSync(file, JSON.stringify(config));
      const apiPort = await freePort();
      const options = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, "data")}`];
      const child = startChild(prometheus ?? "", [...options, `--web.listen-address=${host}:${apiPort}`]);
      children.push(child);
      let targets: readonly Target[] = [];
      await until(async () => {
        if (child.process.exitCode !== null) throw new Error(child.output());
        targets = await activeTargets(apiPort);
        return targets.length > 0 && targets.every(({ health }) => health !== "unknown");
      });
      return targets.map(({ labels, health, lastError }) => `${labels.job}: ${health} ${lastError}`).sort();
    }
  },
);

async function activeTargets(port: number): Promise<readonly Target[]> {
  try {
    const response = await fetch(`http://${host}:${port}/api/v1/targets`);
    return ((await response.json()) as { data: { activeTargets: readonly Target[] } }).data.activeTargets;
  } catch {
    return [];
  }
}
