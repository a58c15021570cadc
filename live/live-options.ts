import type { Engine } from "@signalbox/engine";
import type { Config } from "../config/index.ts";
import type { LiveState } from "./page/wire.ts";
import type { StartRhythm } from "./rhythm.ts";

/** An address that exposes the metrics of one service. */
export interface LiveTarget {
  /** Name of a service of the config. */
  readonly service: string;
  /** The whole address, for example `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
}

/** A button on the page that does something to what is watched. */
export interface Control {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly label: string;
  /** What it does, in one sentence. */
  readonly description: string;
  /** Whether it is in effect; leave it out where it has no lasting effect. */
  readonly active?: () => Promise<boolean>;
  readonly run: () => Promise<void>;
}

/** What `startLive` takes. */
export interface LiveOptions {
  readonly config: Config;
  readonly engine: Engine;
  readonly targets: readonly LiveTarget[];
  /** Port of the page; 0 takes a free one. */
  readonly port: number;
  /** A loopback address; default `127.0.0.1`. */
  readonly host?: string;
  /** Seconds from one scrape to the next; default 5. */
  readonly everySeconds?: number;
  /** Name of the environment whose rules are evaluated; default the first of the config. */
  readonly environment?: string;
  /** How much history is kept, in seconds; default 6 hours. */
  readonly keepSeconds?: number;
  readonly controls?: readonly Control[];
  /** What sets the times of the rounds; default a timer. */
  readonly rhythm?: StartRhythm;
  /** Default the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Gets one line for each change that somebody at a terminal should know; default none. */
  readonly log?: (line: string) => void;
}

/** A running live page. */
export interface Live {
  readonly url: string;
  readonly state: () => LiveState;
  /** Ends the scraping and the server, and frees the storage; the engine stays open. */
  readonly close: () => Promise<void>;
}
