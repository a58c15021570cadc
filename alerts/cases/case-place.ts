import type { Config } from "../../config/index.ts";
import type { Place } from "../places.ts";

/** The identity labels of a series in a place; labels that no environment decides get a value of their own. */
export function identityAt(config: Config, place: Place): Readonly<Record<string, string>> {
  return Object.fromEntries(config.identity.map((label) => [label, place.labels[label] ?? `any-${label}`]));
}

/** The labels of a scraped target in a place. */
export function targetAt(config: Config, place: Place, instance = "10.0.0.1:9464"): Readonly<Record<string, string>> {
  return { ...identityAt(config, place), instance };
}

/** A place of another team whose service has the same name; undefined where no label tells it apart. */
export function namesakeOf(place: Place): Place | undefined {
  const told = Object.keys(place.labels).filter((label) => label !== "job");
  if (told.length === 0) return undefined;
  const labels = Object.fromEntries(
    Object.entries(place.labels).map(([label, value]) => [label, label === "job" ? value : `${value}-of-others`]),
  );
  return { ...place, labels };
}

/** A place in words: `namespace storefront`; empty where no label tells it from others. */
export function placeName(place: Place): string {
  return Object.entries(place.labels)
    .filter(([label]) => label !== "job")
    .map(([label, value]) => `${label} ${value}`)
    .join(", ");
}
