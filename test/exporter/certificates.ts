import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realTool } from "../support/real-tools.ts";

const openssl = realTool("openssl");

/** Whether certificates can be written here. */
export const hasOpenssl: boolean = openssl !== undefined;

/** A certificate and its key, as files. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** An authority that certifies servers and clients, in a folder of its own. */
export class Authority {
  readonly folder: string = mkdtempSync(join(tmpdir(), "signalbox-certificates-"));
  readonly pair: KeyPair;

  constructor(name: string) {
    this.pair = this.#files(name);
    run("req", "-x509", ...newKey, "-keyout", this.pair.key, "-out", this.pair.cert, "-subj", `/CN=${name}`);
  }

  /** Certifies a name for 127.0.0.1, as server and as client. */
  certified(name: string): KeyPair {
    const pair = this.#files(name);
    const request = join(this.folder, `${name}.csr`);
    const extensions = join(this.folder, `${name}.ext`);
    writeFileSync(extensions, "subjectAltName=IP:127.0.0.1\n");
    run("req", ...newKey, "-keyout", pair.key, "-out", request, "-subj", `/CN=${name}`);
    const signer = ["-CA", this.pair.cert, "-CAkey", this.pair.key, "-CAcreateserial"];
    run("x509", "-req", "-in", request, "-out", pair.cert, "-days", "2", "-extfile", extensions, ...signer);
    return pair;
  }

  #files(name: string): KeyPair {
    return { cert: join(this.folder, `${name}.pem`), key: join(this.folder, `${name}.key`) };
  }
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

function run(...args: readonly string[]): void {
  execFileSync(openssl ?? "openssl", args, { stdio: "pipe" });
}
