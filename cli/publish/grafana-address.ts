import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where the address of Grafana comes from, and whether the token may travel without encryption. */
export interface AddressChoice {
  /** `--grafana-url`; it wins over the config. */
  readonly option: string | undefined;
  /** `grafana.url` of the config. */
  readonly config: string | undefined;
  /** Allows `http://` to another machine; default no. */
  readonly insecureHttp: boolean;
}

/**
 * The address of Grafana without a final slash; a path below which Grafana is served is kept.
 * Throws a {@link Failure} (2) for an address that is missing, no http address, carries credentials, a query or a
 * fragment, or would send the token unencrypted to another machine. No message repeats credentials.
 */
export function grafanaAddress({ option, config, insecureHttp }: AddressChoice): string {
  const given = option ?? config;
  const where = option === undefined ? "grafana.url of the config" : "--grafana-url";
  if (given === undefined) {
    throw invalid("No address of Grafana is known. Write grafana: { url } in the config, or use --grafana-url.");
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw invalid(`${where} is no http or https address. Write it as https://grafana.example.com.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid(
      `${where} carries a user name or password. Remove it; a token in GRAFANA_TOKEN or --token-file signs in.`,
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw invalid(`${where} has a query or a fragment. Write the address of Grafana itself, not of a page in it.`);
  }
  if (url.protocol === "http:" && !loopbackNames.has(url.hostname) && !insecureHttp) {
    throw invalid(
      `${where} is ${url.origin}, and over http anybody on the way reads the token. Use https, or allow it with --insecure-http inside a network that you trust.`,
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function invalid(message: string): Failure {
  return new Failure(exitCodes.invalid, message);
}
