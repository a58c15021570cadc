import { nearestName } from "../nearest-name.ts";
import { type Problem, showValue } from "../problems.ts";

/** Collects problems while a definition is read. */
export class Report {
  readonly problems: Problem[] = [];

  add(code: string, path: string, rule: string, received: unknown, correction: string): void {
    this.problems.push({ code, path, rule, received: showValue(received), correction });
  }

  /** Reports every key that is not one of the known, with the nearest known one. */
  unknownKeys(value: object, path: string, known: readonly string[]): void {
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      const meant = nearestName(key, known);
      const correction = meant === undefined ? `one of ${known.join(", ")}` : `${meant}: ...`;
      this.add("key/unknown", joinPath(path, key), "this key is not known", key, correction);
    }
  }

  /** Reports a value that is not a text with something in it; says whether it is one. */
  text(value: unknown, path: string, correction: string): value is string {
    if (typeof value === "string" && value.trim() !== "") return true;
    this.add("text/missing", path, "a text is needed", value, correction);
    return false;
  }
}

/** Joins a property path; keys that are not plain words are put in brackets. */
export function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Whether a value is an object with keys (not null, not an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
