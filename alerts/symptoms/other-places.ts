import type { Place } from "../places.ts";

/** A service of another name in a place, and one of the same name elsewhere, told apart by a suffix. */
export function otherPlaces(place: Place, suffix: string): readonly Place[] {
  const renamed = (isOther: (label: string) => boolean): Place => ({
    ...place,
    labels: Object.fromEntries(
      Object.entries(place.labels).map(([label, value]) => [label, isOther(label) ? `${value}${suffix}` : value]),
    ),
  });
  const told = Object.keys(place.labels).some((label) => label !== "job");
  return [renamed((label) => label === "job"), ...(told ? [renamed((label) => label !== "job")] : [])];
}
