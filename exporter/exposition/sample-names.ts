import type { ForeignFamily } from "./foreign-family.ts";

/** Every name that the samples of a family have, the family's own first. */
export function sampleNames({ name, type }: Pick<ForeignFamily, "name" | "type">): readonly string[] {
  if (type === "histogram") return [name, `${name}_bucket`, `${name}_sum`, `${name}_count`];
  return type === "summary" ? [name, `${name}_sum`, `${name}_count`] : [name];
}
