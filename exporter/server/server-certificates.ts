import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { readable } from "./readable-files.ts";
import { WatchedFiles } from "./watched-files.ts";

/** The certificates of the metrics port, as PEM files. Read again when they change; what cannot be used is logged, and the old ones stay. */
export interface MetricsTls {
  /** The certificate of the server, with the intermediate ones after it. */
  readonly certFile: string;
  /** Its private key, without a passphrase. */
  readonly keyFile: string;
  /** The authorities whose clients may connect; by default clients show no certificate. */
  readonly clientCaFile?: string;
  /** Seconds between two looks at the files; default 10. */
  readonly reloadSeconds?: number;
}

/** What a server needs of the files. */
export interface Certificates {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
}

/**
 * Reads the certificates for the first time.
 * @throws {Error} when a file cannot be read, or cannot be used, with its option.
 */
export function serverCertificates(
  tls: MetricsTls,
  log: (message: string) => void,
): Promise<WatchedFiles<Certificates>> {
  const { certFile, keyFile, clientCaFile } = tls;
  const files = [certFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])];
  const parse = ([cert = empty, key = empty, ca = empty]: readonly Buffer[]): Certificates => {
    const certificate = usable("certFile", certFile, "a certificate", () => new X509Certificate(cert));
    const privateKey = usable("keyFile", keyFile, "a private key without a passphrase", () => createPrivateKey(key));
    if (!certificate.checkPrivateKey(privateKey)) {
      throw new Error(
        `metricsTls: the key in ${keyFile} is not that of the certificate in ${certFile}. Use the files of one pair.`,
      );
    }
    if (clientCaFile !== undefined)
      usable("clientCaFile", clientCaFile, "a certificate", () => new X509Certificate(ca));
    const certificates = { cert, key, ...(clientCaFile === undefined ? {} : { ca }) };
    createSecureContext(certificates);
    return certificates;
  };
  return readable(WatchedFiles.opened(files, parse, log), "metricsTls");
}

const empty: Buffer = Buffer.alloc(0);

/** Node takes an empty file of authorities for none given, and would then trust every public one. */
function usable<T>(option: string, file: string, wanted: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new Error(`metricsTls.${option}: ${file} does not hold ${wanted} in PEM.`, { cause });
  }
}
