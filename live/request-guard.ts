import type { IncomingMessage } from "node:http";

/**
 * Why a request is refused; undefined when it may pass. The page has no password, so a request has to come from this machine
 * by a name that no foreign site can take (DNS rebinding), and what changes something has to come from the page itself
 * or from something that is no browser (cross-site request forgery).
 */
export function refusal(request: IncomingMessage, port: number): string | undefined {
  const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`);
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) return `This page is served as ${hosts[0]} only.`;
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  if (request.headers["sec-fetch-site"] !== undefined && request.headers["sec-fetch-site"] !== "same-origin") {
    return "Only this page itself may do that.";
  }
  if (origin !== undefined && origin !== `http://${host}`) return "Only this page itself may do that.";
  return undefined;
}
