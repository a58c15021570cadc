import type { Dependencies } from "@signalbox/contract";

/** The most hosts whose dependency is remembered; what a crawler asks for must not fill the memory. */
const mostRemembered = 1000;

/** A host name that an entry stands for, exact or a suffix with its dot. */
interface HostEntry {
  readonly suffix: boolean;
  readonly text: string;
  readonly port: number | undefined;
  readonly number: number;
}

/** Finds the dependency that a host and port belong to. An exact host wins over a suffix, a long suffix over a short one, a port over none. */
export class DependencyLookup {
  /** The number of calls to undeclared hosts; declared dependencies have the numbers of their order. */
  readonly other: number;
  readonly #entries: readonly HostEntry[];
  readonly #known = new Map<string, number>();

  constructor(dependencies: Dependencies) {
    this.other = Object.keys(dependencies).length;
    this.#entries = Object.values(dependencies)
      .flatMap(({ hosts, port }, number) =>
        hosts.map((host) => {
          const suffix = host.startsWith("*.");
          return { suffix, text: suffix ? host.slice(1) : host, port, number };
        }),
      )
      .sort(mostPreciseFirst);
  }

  /** The dependency of an origin such as `https://payments.internal:8443`. */
  ofOrigin(origin: string): number {
    const known = this.#known.get(origin);
    if (known !== undefined) return known;
    const { hostname, port, protocol } = new URL(origin);
    return this.#remember(origin, this.#find(hostname, port === "" ? defaultPort(protocol) : Number(port)));
  }

  /** The dependency of a host; the port is undefined where it cannot be told, and then the host decides. */
  ofHost(host: string, port: number | undefined): number {
    const key = `${host}|${port ?? ""}`;
    return this.#known.get(key) ?? this.#remember(key, this.#find(host, port));
  }

  #find(host: string, port: number | undefined): number {
    const name = plainHost(host);
    const found = this.#entries.find(
      (entry) =>
        (entry.suffix ? name.endsWith(entry.text) : name === entry.text) &&
        (entry.port === undefined || port === undefined || entry.port === port),
    );
    return found?.number ?? this.other;
  }

  #remember(key: string, number: number): number {
    if (this.#known.size < mostRemembered) this.#known.set(key, number);
    return number;
  }
}

/** The port that a scheme has by default. */
export function defaultPort(protocol: string): number {
  return protocol === "https:" || protocol === "wss:" ? 443 : 80;
}

/** A host in lower case, without the brackets of an IPv6 address and without the dot of a full name. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

function mostPreciseFirst(left: HostEntry, right: HostEntry): number {
  if (left.suffix !== right.suffix) return left.suffix ? 1 : -1;
  if (left.text.length !== right.text.length) return right.text.length - left.text.length;
  return Number(left.port === undefined) - Number(right.port === undefined);
}
