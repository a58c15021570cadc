import { type ExposedLabel, targetLabels } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import { prometheusFamilies, type SeriesFamily, serviceFamilies } from "./series-family.ts";

/** Every series that a query may ask for. */
export interface Catalog {
  /** All families of a name: several services can expose the same metric. */
  readonly named: (name: string) => readonly SeriesFamily[];
  readonly names: readonly string[];
  /** Names of the services; each is a value of `job`. */
  readonly services: readonly string[];
  /** Labels that every scraped series can carry. */
  readonly targetLabels: ReadonlySet<string>;
}

/** What the services expose, what Prometheus adds and what the config declares of others; recorded series come later. */
export function scrapedCatalog(config: Config): Catalog {
  const external = Object.entries(config.externalMetrics).map(([name, labels]) => externalFamily(name, labels));
  const services = config.services.map(({ service }) => service);
  return catalogOf(
    [...services.flatMap(serviceFamilies), ...prometheusFamilies, ...external],
    services.map(({ name }) => name),
    new Set([...targetLabels, ...config.identity]),
  );
}

/** A catalog with further families. */
export function extended(catalog: Catalog, families: readonly SeriesFamily[]): Catalog {
  const known = catalog.names.flatMap(catalog.named);
  return catalogOf([...known, ...families], catalog.services, catalog.targetLabels);
}

function catalogOf(
  families: readonly SeriesFamily[],
  services: readonly string[],
  labelsOfTargets: ReadonlySet<string>,
): Catalog {
  const byName = new Map<string, SeriesFamily[]>();
  for (const family of families) byName.set(family.name, [...(byName.get(family.name) ?? []), family]);
  return {
    named: (name) => byName.get(name) ?? [],
    names: [...byName.keys()],
    services,
    targetLabels: labelsOfTargets,
  };
}

function externalFamily(name: string, labels: readonly string[]): SeriesFamily {
  const open: ExposedLabel = { kind: "open" };
  return {
    name,
    type: "unknown",
    labels: new Map(labels.map((label) => [label, open])),
    bounds: undefined,
    service: undefined,
  };
}
