import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/**
 * The address of a query API without a final slash; a path below which it is served (`/prometheus` of Mimir) is kept,
 * and `/api/v1` at its end is dropped.
 * Throws a {@link Failure} (2) for what is no http address, carries credentials, a query or a fragment. No message
 * repeats credentials.
 */
export function prometheusAddress(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw invalid("--prometheus is no http or https address. Write it as https://prometheus.example.com.");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid(
      "--prometheus carries a user name or password. Remove it; a token in --token-file or in the variable PROMETHEUS_TOKEN signs in.",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw invalid(
      "--prometheus has a query or a fragment. Write the address of the server itself, not of a page in it.",
    );
  }
  return `${url.origin}${url.pathname.replace(/(\/api\/v1)?\/*$/, "")}`;
}

function invalid(message: string): Failure {
  return new Failure(exitCodes.invalid, message);
}
