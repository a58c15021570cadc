import type { Selector } from "@signalbox/engine";
import type { Catalog } from "../catalog/catalog.ts";
import type { SeriesFamily } from "../catalog/series-family.ts";

/** The service that a selector means by `job="..."`; undefined when it names none of ours. */
export function selectedService(selector: Selector, catalog: Catalog): string | undefined {
  const job = selector.matchers.find(({ label, operator }) => label === "job" && operator === "=")?.value;
  return job !== undefined && catalog.services.includes(job) ? job : undefined;
}

/** The families that a selector can match: of the service that it means, else of all. */
export function selectedFamilies(selector: Selector, catalog: Catalog): readonly SeriesFamily[] {
  if (selector.metric === undefined) return [];
  const service = selectedService(selector, catalog);
  const families = catalog.named(selector.metric);
  return families.filter(
    (family) => service === undefined || family.service === undefined || family.service === service,
  );
}
