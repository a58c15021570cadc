/** What kind of value a door returned, and the version of its shape; a string, so that two copies of this package agree. */
export type Brand = "service/1" | "objectives/1" | "config/1" | "alert-case/1";

/** The key that carries the {@link Brand}. */
export const brandKey = "$signalbox";

/** Whether a value came through a door of the given kind, in this or any other copy of the package. */
export function hasBrand(value: unknown, brand: Brand): boolean {
  return typeof value === "object" && value !== null && (value as Record<string, unknown>)[brandKey] === brand;
}

/** Freezes a plain value with all that it contains, and returns it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
