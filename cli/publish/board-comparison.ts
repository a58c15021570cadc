import { isRecord } from "@signalbox/contract";

/** What Grafana writes into the head of a board. */
const serverFields = new Set(["id", "uid", "version", "iteration", "schemaVersion"]);

/**
 * Where two boards say different things, as paths such as `panels[3] "Errors".targets[0].expr`; empty when they are
 * the same. What Grafana adds on its own is no difference: its ids and versions, `pluginVersion` of panels, and
 * fields that are null.
 */
export function boardDifferences(wanted: unknown, stored: unknown): readonly string[] {
  return differences(normalised(wanted, true), normalised(stored, true), "");
}

function normalised(value: unknown, isHead: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => normalised(item, false));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      inner !== null && inner !== undefined && key !== "pluginVersion" && !(isHead && serverFields.has(key)),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, normalised(inner, false)]));
}

function differences(wanted: unknown, stored: unknown, path: string): readonly string[] {
  if (Object.is(wanted, stored) || (wanted === 0 && stored === 0)) return [];
  if (Array.isArray(wanted) && Array.isArray(stored)) {
    if (wanted.length !== stored.length) return [`${path} (${wanted.length} instead of ${stored.length})`];
    return wanted.flatMap((item, index) => differences(item, stored[index], `${path}[${index}]${named(item)}`));
  }
  if (isRecord(wanted) && isRecord(stored)) {
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(stored)])].sort();
    return keys.flatMap((key) => differences(wanted[key], stored[key], path === "" ? key : `${path}.${key}`));
  }
  return [path];
}

/** The title of a panel says more than its place. */
function named(item: unknown): string {
  const title = isRecord(item) ? item["title"] : undefined;
  return typeof title === "string" && title !== "" ? ` ${JSON.stringify(title)}` : "";
}
