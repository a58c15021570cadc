import type { Environment } from "../config/index.ts";

/**
 * The labels that a target has in the cluster, as far as they can be known here: `job` is the service, `instance` the
 * address, and the identity labels that name a namespace or an environment have the values of the environment.
 */
export function targetLabelsOf(
  service: string,
  url: string,
  identity: readonly string[],
  environment: Environment,
): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const label of identity) labels[label] = identityValue(label, service, environment);
  return { ...labels, job: service, instance: new URL(url).host };
}

/** The value of an identity label for a service in an environment. */
export function identityValue(label: string, service: string, environment: Environment): string {
  switch (label) {
    case "job":
      return service;
    case "namespace":
      return environment.namespace;
    case "env":
    case "environment":
      return environment.name;
    default:
      return "live";
  }
}
