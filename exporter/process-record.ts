/** The key on `globalThis` under which all copies of this package in a process know of each other; the shape is part of it. */
const recordKey: unique symbol = Symbol.for("@signalbox/exporter/process-record/2");

/** What the copies of this package in one process share: who is there, and nothing that is measured. */
export interface ProcessRecord {
  /** The version of each copy. */
  readonly copies: Map<object, string>;
  /** How many times each service is instrumented and not closed, and how many of these listen. */
  readonly services: Map<string, { instrumented: number; listening: number }>;
  /** What was reported; each is reported once in a process. */
  readonly reported: Set<string>;
  /** Drains that a signal began and that have not ended. */
  readonly draining: Set<object>;
  /** Whether one of them failed. */
  hasDrainFailed: boolean;
}

/** The record of this process. */
export function processRecord(): ProcessRecord {
  const shared = globalThis as { [recordKey]?: ProcessRecord };
  shared[recordKey] ??= {
    copies: new Map(),
    services: new Map(),
    reported: new Set(),
    draining: new Set(),
    hasDrainFailed: false,
  };
  return shared[recordKey];
}
