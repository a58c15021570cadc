import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker as Thread } from "node:worker_threads";
import {
  type AggregateOptions,
  type Fleet,
  type InstrumentOptions,
  instrument,
  type Signals,
} from "@signalbox/exporter";
import { afterAll, afterEach } from "vitest";
import { type AggregatedShop, shopNamed } from "./aggregated-shop.ts";
import { until } from "./served-shop.ts";

const memberPath = fileURLToPath(new URL("./aggregated-member.ts", import.meta.url));
const execArgv = ["--conditions=signalbox-source"];

/** What a member can be told to do. */
export type MemberCommand =
  | { readonly what: "join" | "close" | "serve" }
  | { readonly what: "order"; readonly category: "books" | "toys"; readonly amount: number }
  | { readonly what: "visit"; readonly campaign: string; readonly amount: number }
  | { readonly what: "carts"; readonly value: number }
  | { readonly what: "price"; readonly product: string; readonly value: number }
  | { readonly what: "charge"; readonly seconds: readonly number[] }
  | { readonly what: "send"; readonly message: object }
  | { readonly what: "exit"; readonly orders: number }
  | { readonly what: "block"; readonly until: Int32Array };

interface Told {
  /** Whether it still runs. */
  readonly runs: () => boolean;
  /** Tells a member to do something for a service, and waits until it has. */
  tell(service: string, command: MemberCommand): Promise<void>;
}

/** A member in a process of its own. */
export interface ProcessMember extends Told {
  readonly worker: Worker;
  /** Sends a signal and waits until the process is gone. */
  kill(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

/** A member in a thread of its own. */
export interface ThreadMember extends Told {
  readonly thread: Thread;
}

const threads: Thread[] = [];
const fleets: Fleet[] = [];
const memberships: { readonly service: string; readonly member: Told }[] = [];
afterEach(async () => {
  await Promise.all(memberships.splice(0).map(({ service, member }) => leave(service, member)));
  for (const fleet of fleets.splice(0)) fleet.close();
});
afterAll(async () => {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
});

/** Starts a worker of a cluster whose primary is this process; it is gone when the tests of the file end. */
export async function processMember(): Promise<ProcessMember> {
  cluster.setupPrimary({ exec: memberPath, execArgv, silent: false });
  const worker = cluster.fork();
  const gone = once(worker, "exit");
  await once(worker, "online");
  return {
    worker,
    runs: () => worker.isConnected(),
    ...telling(
      (message) => worker.send(message),
      (listener) => worker.on("message", listener),
    ),
    async kill(signal) {
      worker.process.kill(signal);
      await gone;
    },
  };
}

/** Starts a thread; it is gone when the tests of the file end. */
export async function threadMember(): Promise<ThreadMember> {
  const thread = new Thread(memberPath, { execArgv });
  threads.push(thread);
  await once(thread, "online");
  return {
    thread,
    runs: () => thread.threadId > 0,
    ...telling(
      (message) => thread.postMessage(message),
      (listener) => thread.on("message", listener),
    ),
  };
}

let commands = 0;

function telling(
  send: (message: object) => void,
  listen: (listener: (message: unknown) => void) => void,
): Pick<Told, "tell"> {
  const waiting = new Map<number, (error: string | undefined) => void>();
  listen((message) => {
    const { done, error } = Object(message) as { done?: number; error?: string };
    if (done !== undefined) waiting.get(done)?.(error);
  });
  return {
    tell: (service, command) =>
      new Promise((resolve, reject) => {
        commands += 1;
        waiting.set(commands, (error) => (error === undefined ? resolve() : reject(new Error(error))));
        send({ id: commands, service, command });
      }),
  };
}

/** A shop of this process that shows its members too, under a name that no other test has. */
export interface AggregatedFleet {
  readonly service: string;
  readonly signals: Signals<AggregatedShop["metrics"]>;
  readonly fleet: Fleet;
  readonly messages: string[];
}

let services = 0;

/** Collects the members of a service until the test ends. */
export function aggregatedFleet(
  options: AggregateOptions<AggregatedShop["metrics"]> = {},
  instrumentOptions: InstrumentOptions = {},
): AggregatedFleet {
  services += 1;
  const service = `shop-${services}`;
  const messages: string[] = [];
  const log = (message: string): unknown => messages.push(message);
  const signals = instrument(shopNamed(service), { log, ...instrumentOptions });
  const fleet = signals.aggregate(options);
  fleets.push(fleet);
  return { service, signals, fleet, messages };
}

/** Makes members of a fleet, and waits until it knows them. */
export async function joined({ service, fleet }: AggregatedFleet, members: readonly Told[]): Promise<void> {
  await Promise.all(members.map((member) => member.tell(service, { what: "join" })));
  for (const member of members) memberships.push({ service, member });
  await until(() => fleet.members === members.length);
}

async function leave(service: string, member: Told): Promise<void> {
  if (member.runs()) await member.tell(service, { what: "close" });
}
