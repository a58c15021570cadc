import type { OperationsPorts } from "../server/operations-ports.ts";

/** What stands in place of the ports for operations of a member, which has none: whoever collects serves them for all. */
export const noPorts: OperationsPorts = {
  metricsPort: 0,
  probesPort: undefined,
  nextScrape: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
