/** Why a call got no whole answer, as the label `error_type` says it; a closed list. */
export type CallError =
  | "aborted"
  | "timeout"
  | "connection_refused"
  | "connection_reset"
  | "host_unreachable"
  | "name_not_resolved"
  | "tls"
  | "_OTHER";

/** What Node's and undici's error codes mean; codes that stand here in no row are `_OTHER`, the fallback of OpenTelemetry's conventions. */
const meanings: Readonly<Record<string, CallError>> = {
  ABORT_ERR: "aborted",
  UND_ERR_ABORTED: "aborted",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ECONNREFUSED: "connection_refused",
  ECONNRESET: "connection_reset",
  EPIPE: "connection_reset",
  UND_ERR_SOCKET: "connection_reset",
  EHOSTUNREACH: "host_unreachable",
  ENETUNREACH: "host_unreachable",
  ENOTFOUND: "name_not_resolved",
  EAI_AGAIN: "name_not_resolved",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  UNABLE_TO_GET_ISSUER_CERT: "tls",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls",
  EPROTO: "tls",
};

/** The `error_type` of an error that a client gave, by its code, or by its name where it has none that is known. */
export function callError(error: unknown): CallError {
  const own = ofOne(error);
  const cause = ofOne(fieldOf(error, "cause"));
  // Node wraps what AbortSignal.timeout() gives into an AbortError.
  return own === "aborted" && cause === "timeout" ? cause : (own ?? cause ?? "_OTHER");
}

function ofOne(error: unknown): CallError | undefined {
  const code = fieldOf(error, "code");
  if (typeof code === "string") {
    if (Object.hasOwn(meanings, code)) return meanings[code];
    if (/^(CERT_|ERR_TLS_|ERR_SSL_)/.test(code)) return "tls";
  }
  switch (fieldOf(error, "name")) {
    case "AbortError":
      return "aborted";
    case "TimeoutError":
      return "timeout";
  }
  return undefined;
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[field] : undefined;
}
