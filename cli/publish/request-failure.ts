import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** No usable answer came. Whether the request arrived is told by `mayHaveArrived`. */
export class RequestLost extends Failure {
  /** The connection broke, so asking again at once is sensible. */
  readonly retriable: boolean;
  /** Grafana may have done what was asked. */
  readonly mayHaveArrived: boolean;

  constructor(
    message: string,
    traits: { readonly retriable: boolean; readonly mayHaveArrived: boolean },
    cause?: unknown,
  ) {
    super(exitCodes.unreachable, message, { cause });
    this.retriable = traits.retriable;
    this.mayHaveArrived = traits.mayHaveArrived;
  }
}

/** The run was interrupted before this request was sent. */
export class Interrupted extends Failure {
  constructor() {
    super(exitCodes.interrupted, "Interrupted before anything was written.");
  }
}

interface Cause {
  readonly why: string;
  readonly fix: string;
  readonly retriable?: true;
  readonly mayHaveArrived?: true;
}

/** What breaks a connection, by the error codes of Node and undici. */
const causes: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { why: "nothing listens there", fix: "Check the address and whether the server runs." },
  ENOTFOUND: { why: "the name is unknown to DNS", fix: "Check the address." },
  EAI_AGAIN: { why: "DNS does not answer", fix: "Check the network of this machine." },
  EHOSTUNREACH: { why: "no way leads to it", fix: "Check the address and the network of this machine." },
  ENETUNREACH: { why: "no way leads to it", fix: "Check the address and the network of this machine." },
  UND_ERR_CONNECT_TIMEOUT: {
    why: "it does not accept the connection",
    fix: "Check the address and the firewalls on the way.",
  },
  ECONNRESET: { why: "it broke the connection", fix: "Try again.", retriable: true, mayHaveArrived: true },
  EPIPE: { why: "it broke the connection", fix: "Try again.", retriable: true, mayHaveArrived: true },
  UND_ERR_SOCKET: { why: "it broke the connection", fix: "Try again.", retriable: true, mayHaveArrived: true },
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned(),
  SELF_SIGNED_CERT_IN_CHAIN: selfSigned(),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: selfSigned(),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: selfSigned(),
  CERT_HAS_EXPIRED: { why: "its certificate has expired", fix: "Renew it, or correct the clock of this machine." },
  CERT_NOT_YET_VALID: { why: "its certificate is not valid yet", fix: "Correct the clock of this machine." },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    why: "its certificate is for another name",
    fix: "Use the name of the certificate in the address.",
  },
};

function selfSigned(): Cause {
  return {
    why: "this machine does not know who signed its certificate",
    fix: "Give the certificate of the authority in the variable NODE_EXTRA_CA_CERTS.",
  };
}

/** Explains what `fetch` threw. */
export function lostRequest(origin: string, error: unknown): RequestLost {
  const code = errorCode(error);
  const known = code === undefined ? undefined : causes[code];
  const why = known?.why ?? "the connection failed";
  const fix = known?.fix ?? "Check the address and the network of this machine.";
  return new RequestLost(
    `${origin} could not be reached: ${why}${code === undefined ? "" : ` (${code})`}. ${fix}`,
    { retriable: known?.retriable === true, mayHaveArrived: known === undefined || known.mayHaveArrived === true },
    error,
  );
}

function errorCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as NodeJS.ErrnoException;
    if (typeof code === "string") return code;
  }
  return undefined;
}
