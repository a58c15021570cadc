import type { Service } from "@signalbox/contract";
import type { Config, Environment } from "../config/index.ts";
import { anyOf, equals, type Matcher } from "../queries/index.ts";

/** Where one running copy of a service is told from the others by the identity labels. */
export interface Place {
  /** The identity labels that the environment decides, `job` included; other identity labels are free. */
  readonly labels: Readonly<Record<string, string>>;
  readonly pages: boolean;
}

/**
 * The environments as the identity labels can tell them apart. Where no identity label names the environment they are
 * one place, which pages only if all of them do.
 */
export function placesOf(service: Service, config: Config, environments: readonly Environment[]): readonly Place[] {
  const labelsOf = (environment: Environment): Readonly<Record<string, string>> =>
    Object.fromEntries(
      config.identity.flatMap((label) => {
        const value = decidedValue(label, service, environment);
        return value === undefined ? [] : [[label, value]];
      }),
    );
  const told = config.identity.some((label) => label in environmentLabels);
  const [first] = environments;
  if (told || first === undefined) {
    return environments.map((environment) => ({ labels: labelsOf(environment), pages: environment.pages }));
  }
  return [{ labels: labelsOf(first), pages: environments.every(({ pages }) => pages) }];
}

/** Matches the service in the given places and nowhere else, so that a namesake of another team is not included. */
export function matchersOf(config: Config, places: readonly Place[]): readonly Matcher[] {
  return config.identity.flatMap((label) => {
    const values = [...new Set(places.flatMap(({ labels }) => labels[label] ?? []))];
    if (values.length === 0) return [];
    return [label === "job" ? equals(label, values[0] ?? "") : anyOf(label, values)];
  });
}

const environmentLabels: Readonly<Record<string, (environment: Environment) => string>> = {
  namespace: ({ namespace }) => namespace,
  env: ({ name }) => name,
  environment: ({ name }) => name,
};

function decidedValue(label: string, service: Service, environment: Environment): string | undefined {
  return label === "job" ? service.name : environmentLabels[label]?.(environment);
}
