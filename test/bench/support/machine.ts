import { availableParallelism, cpus, type as system, totalmem } from "node:os";
import { pinning } from "./pinned.ts";

/** What the figures depend on, as rows of a table; nothing that names the machine. */
export function machine(): readonly (readonly [string, string])[] {
  const model = cpus()[0]?.model.trim() ?? "unknown";
  return [
    ["processor", `${model}, ${availableParallelism()} cores, ${process.arch}`],
    ["memory", `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ["system", system()],
    ["Node", process.versions.node],
    ["processes held to a core", pinning() ? "yes, where the method says so" : "no, the system cannot"],
  ];
}
