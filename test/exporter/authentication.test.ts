import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import { Authority, hasOpenssl, type KeyPair } from "./certificates.ts";
import { answer, connected, exposed, host, servedShop, until } from "./served-shop.ts";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "signalbox-authentication-"));
}

describe("a metrics port that asks for a token", () => {
  const fileWith = (text: string): string => {
    const file = join(folder(), "token");
    writeFileSync(file, text);
    return file;
  };
  const scrape = async (url: string, authorization?: string): Promise<Response> =>
    fetch(`${url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });

  it("answers 401 without the token and with a wrong one, says how to ask, and counts it", async () => {
    const shop = await servedShop({ metricsAuth: { bearerTokenFile: fileWith("s3cret\n") } });
    const wrong = [
      undefined,
      "",
      "Bearer",
      "Bearer s3cre",
      "Bearer s3crets",
      "Bearer S3CRET",
      "Basic s3cret",
      "s3cret",
    ];
    for (const authorization of wrong) {
      const response = await scrape(shop.url, authorization);
      expect([authorization, response.status]).toEqual([authorization, 401]);
      expect(response.headers.get("www-authenticate")).toBe('Bearer realm="metrics"');
    }
    expect((await scrape(shop.url, "Bearer s3cret")).status).toBe(200);
    expect((await scrape(shop.url, "bearer  s3cret")).status).toBe(200);
    expect(await exposed(shop, "signalbox_scrapes_total", { code: "401" })).toBe(wrong.length);
  });

  it("leaves the probes open", async () => {
    const { url } = await servedShop({ metricsAuth: { bearerTokenFile: fileWith("s3cret") } });
    const probes = ["/livez", "/readyz", "/startupz", "/healthz"].map((path) => answer(url + path));
    expect(new Set(await Promise.all(probes))).toEqual(new Set(["200 ok"]));
  });

  it("takes every token of the file, and reads it again when it was replaced", async () => {
    const file = fileWith("first\nsecond\n");
    const { url } = await servedShop({ metricsAuth: { bearerTokenFile: file } });
    const statuses = async (): Promise<readonly number[]> =>
      Promise.all(["first", "second", "third"].map(async (token) => (await scrape(url, `Bearer ${token}`)).status));
    expect(await statuses()).toEqual([200, 200, 401]);
    writeFileSync(`${file}.new`, "third\n");
    renameSync(`${file}.new`, file);
    expect(await statuses()).toEqual([401, 401, 200]);
  });

  it("follows a mounted secret, whose link is swapped", async () => {
    const mount = folder();
    for (const [version, token] of Object.entries({ one: "first", two: "other" })) {
      mkdirSync(join(mount, version));
      writeFileSync(join(mount, version, "token"), token);
    }
    symlinkSync("one", join(mount, "data"));
    const { url } = await servedShop({ metricsAuth: { bearerTokenFile: join(mount, "data", "token") } });
    expect((await scrape(url, "Bearer first")).status).toBe(200);
    symlinkSync("two", join(mount, "next"));
    renameSync(join(mount, "next"), join(mount, "data"));
    expect([(await scrape(url, "Bearer first")).status, (await scrape(url, "Bearer other")).status]).toEqual([
      401, 200,
    ]);
  });

  it("keeps the token when the file becomes unusable, and says so once, without the token", async () => {
    const file = fileWith("s3cret");
    const { url, messages } = await servedShop({ metricsAuth: { bearerTokenFile: file } });
    writeFileSync(file, "\n \n");
    for (let scrapes = 0; scrapes < 3; scrapes++) expect((await scrape(url, "Bearer s3cret")).status).toBe(200);
    expect((await scrape(url, "Bearer ")).status).toBe(401);
    expect(messages).toEqual([
      `metricsAuth.bearerTokenFile: ${file} holds no token. Write one into it, without quotes. The content from before stays in use.`,
    ]);
  });

  it.each(["Bearer abc", "two words", "schlüssel"])(
    "does not start with a line that no scraper can send: %s",
    async (line) => {
      const file = fileWith(`${line}\n`);
      const refused = servedShop({ metricsAuth: { bearerTokenFile: file } });
      await expect(refused).rejects.toThrow("holds a line that no scraper can send as a token");
      await refused.catch((error: Error) => expect(error.message).not.toContain(line));
    },
  );

  it("does not start without a token", async () => {
    const file = fileWith("");
    await expect(servedShop({ metricsAuth: { bearerTokenFile: file } })).rejects.toThrow("holds no token");
    await expect(servedShop({ metricsAuth: { bearerTokenFile: `${file}-not-there` } })).rejects.toThrow(
      `metricsAuth.bearerTokenFile: cannot read ${file}-not-there (ENOENT). Mount the secret there, or correct the path.`,
    );
  });
});

describe.skipIf(!hasOpenssl)("a metrics port with certificates of openssl", () => {
  const ours = hasOpenssl ? new Authority("ours") : undefined;
  const others = hasOpenssl ? new Authority("others") : undefined;

  /** The files that a service is told, with the content of a pair. */
  function mounted(pair: KeyPair): { readonly certFile: string; readonly keyFile: string } {
    const mount = folder();
    const files = { certFile: join(mount, "tls.crt"), keyFile: join(mount, "tls.key") };
    copyFileSync(pair.cert, files.certFile);
    copyFileSync(pair.key, files.keyFile);
    return files;
  }

  const pairOf = (authority: Authority | undefined, name: string): KeyPair => {
    if (authority === undefined) throw new Error("openssl is missing");
    return authority.certified(name);
  };
  const caOf = (authority: Authority | undefined): string => authority?.pair.cert ?? "";

  it("serves metrics and probes over TLS alone", async () => {
    const { served } = await servedShop({ metricsTls: mounted(pairOf(ours, "server")) });
    expect(await secure(served.metricsPort, "/metrics", caOf(ours))).toMatch(/^200 server/);
    expect(await secure(served.metricsPort, "/livez", caOf(ours))).toBe("200 server ok");
    expect(await answer(`http://${host}:${served.metricsPort}/livez`).catch(() => "refused")).toBe("refused");
  });

  it("serves a new certificate when the files are replaced", async () => {
    const files = mounted(pairOf(ours, "first"));
    const { served } = await servedShop({ metricsTls: { ...files, reloadSeconds: 0.02 } });
    expect(await secure(served.metricsPort, "/livez", caOf(ours))).toBe("200 first ok");
    const second = pairOf(ours, "second");
    copyFileSync(second.cert, files.certFile);
    copyFileSync(second.key, files.keyFile);
    await until(async () => (await secure(served.metricsPort, "/livez", caOf(ours))) === "200 second ok");
  });

  it("keeps the certificate when the new files are unusable, and says so", async () => {
    const files = mounted(pairOf(ours, "first"));
    const { served, messages } = await servedShop({ metricsTls: { ...files, reloadSeconds: 0.02 } });
    copyFileSync(pairOf(ours, "second").cert, files.certFile);
    await until(() => messages.length > 0);
    expect(messages[0]).toBe(
      `metricsTls: the key in ${files.keyFile} is not that of the certificate in ${files.certFile}. Use the files of one pair. ` +
        "The content from before stays in use.",
    );
    writeFileSync(files.certFile, "not a certificate");
    await until(() => messages.length > 1);
    expect(messages[1]).toContain(`metricsTls.certFile: ${files.certFile} does not hold a certificate in PEM.`);
    expect(await secure(served.metricsPort, "/livez", caOf(ours))).toBe("200 first ok");
  });

  it("lets only clients of its authority in, and the kubelet through a port of its own", async () => {
    const clientCaFile = caOf(ours);
    const metricsTls = { ...mounted(pairOf(ours, "server")), clientCaFile };
    const { served } = await servedShop({ metricsTls, probesPort: 0 });
    const scrape = (client?: KeyPair): Promise<string> => secure(served.metricsPort, "/metrics", caOf(ours), client);
    expect(await scrape(pairOf(ours, "prometheus"))).toMatch(/^200 server/);
    expect([await scrape(), await scrape(pairOf(others, "prometheus"))]).toEqual(["refused", "refused"]);
    const probes = `http://${host}:${served.probesPort}`;
    expect([await answer(`${probes}/readyz`), (await fetch(`${probes}/metrics`)).status]).toEqual(["200 ok", 404]);
  });

  it("forgets the clients of an authority that was replaced", async () => {
    const clientCaFile = join(folder(), "ca.crt");
    copyFileSync(caOf(ours), clientCaFile);
    const metricsTls = { ...mounted(pairOf(ours, "server")), clientCaFile, reloadSeconds: 0.02 };
    const { served } = await servedShop({ metricsTls, probesPort: 0 });
    const scrape = (client: KeyPair): Promise<string> => secure(served.metricsPort, "/livez", caOf(ours), client);
    const [known, late] = [pairOf(ours, "known"), pairOf(others, "late")];
    expect([await scrape(known), await scrape(late)]).toEqual(["200 server ok", "refused"]);
    copyFileSync(caOf(others), clientCaFile);
    await until(async () => (await scrape(late)) === "200 server ok");
    expect(await scrape(known)).toBe("refused");
  });

  it("does not trust everyone when the file of authorities is empty", async () => {
    const clientCaFile = join(folder(), "ca.crt");
    writeFileSync(clientCaFile, "");
    const metricsTls = { ...mounted(pairOf(ours, "server")), clientCaFile };
    await expect(servedShop({ metricsTls, probesPort: 0 })).rejects.toThrow(
      `metricsTls.clientCaFile: ${clientCaFile} does not hold a certificate in PEM.`,
    );
  });

  it("asks for a port for the probes where clients must show a certificate", async () => {
    const metricsTls = { ...mounted(pairOf(ours, "server")), clientCaFile: caOf(ours) };
    await expect(servedShop({ metricsTls })).rejects.toThrow(/the kubelet shows none.*Set probesPort/);
  });

  it("names a file that is not there", async () => {
    const metricsTls = { ...mounted(pairOf(ours, "server")), keyFile: "/not/there.key" };
    await expect(servedShop({ metricsTls })).rejects.toThrow("metricsTls: cannot read /not/there.key (ENOENT)");
  });

  it("cuts off a client that does not end its handshake", async () => {
    const metricsTls = mounted(pairOf(ours, "server"));
    const { served } = await servedShop({ metricsTls, metricsLimits: { headersDeadlineSeconds: 0.1 } });
    const socket = await connected(served.metricsPort);
    await new Promise((resolve) => socket.resume().once("close", resolve));
    expect(await secure(served.metricsPort, "/livez", caOf(ours))).toBe("200 server ok");
  });
});

/** The status, the name of the server's certificate and the body; `refused` when there is no connection. */
function secure(port: number, path: string, caFile: string, client?: KeyPair): Promise<string> {
  const shown = client === undefined ? {} : { cert: readFileSync(client.cert), key: readFileSync(client.key) };
  return new Promise((resolve) => {
    request({ host, port, path, ca: readFileSync(caFile), agent: false, ...shown }, async (response) => {
      const name = (response.socket as TLSSocket).getPeerCertificate().subject.CN;
      let body = "";
      for await (const chunk of response.setEncoding("utf8")) body += chunk;
      resolve(`${response.statusCode} ${name} ${body.trim()}`);
    })
      .on("error", () => resolve("refused"))
      .end();
  });
}
