import { hasBrand, isRecord } from "@signalbox/contract";
import type { InstrumentOptions } from "./instrument.ts";
import { aFunction, type OptionRules, oneOf, secondsAboveZero, text, texts, wholeNumber } from "./option-rules.ts";

/** The rules of `instrument`. */
export const instrumentRules: { readonly [K in keyof Required<InstrumentOptions>]: OptionRules[string] } = {
  registries: {
    rule: "it is a list of registries of prom-client or @prometheus-io/client",
    example: "[register]",
    fits: (value) => Array.isArray(value) && value.every((entry) => isRegistry(entry)),
    hint: (value) => (isRegistry(value) ? "registries: [register]" : undefined),
  },
  registryDeadlineSeconds: secondsAboveZero(1),
  renderingBudgetBytes: wholeNumber(0, 16 * 2 ** 20),
  fileSystemRoot: text("/"),
  clock: aFunction("() => performance.now() / 1000"),
  unixClock: aFunction("() => Date.now() / 1000"),
  log: aFunction("(message) => logger.warn(message)"),
  internalRoutes: texts(["/healthz"]),
  streamRoutes: texts(["/events"]),
  syntheticHeader: text("x-synthetic"),
  reportsTo: oneOf("cluster", "threads"),
  exemplarOf: aFunction("() => ({ trace_id: currentTraceId() })"),
};

/** Whether a value came from `defineService`. @throws {Error} that says what to write when it did not */
export function checkService(service: unknown): void {
  if (hasBrand(service, "service/1")) return;
  const hint = isRecord(service) && hasBrand(service["service"], "service/1") ? " Give it the service itself." : "";
  throw new Error(
    `instrument(): the first argument is not what defineService returns.${hint} Write instrument(shop), with the shop of ` +
      "`export const shop = defineService({ ... })`.",
  );
}

function isRegistry(value: unknown): boolean {
  return typeof value === "object" && value !== null && "metrics" in value && typeof value.metrics === "function";
}
