import { nearestName } from "@signalbox/contract";
import type { Config, Environment, ServiceObjectives } from "../../config/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/**
 * The service that an option names, or the only one of the config.
 * Throws a {@link Failure} (2) when there is no such service, or several and none is named.
 */
export function chosenService({ services }: Config, name: string | undefined): ServiceObjectives {
  const [first] = services;
  if (name === undefined && services.length === 1 && first !== undefined) return first;
  const names = services.map(({ service }) => service.name);
  if (name === undefined) throw invalid(`--service is needed: the config has ${names.join(", ")}.`);
  const chosen = services.find(({ service }) => service.name === name);
  if (chosen !== undefined) return chosen;
  throw invalid(`--service ${name} is not in the config; ${suggestion(name, names)}`);
}

/**
 * The environment that an option names, or the first of the config.
 * Throws a {@link Failure} (2) when there is no such environment.
 */
export function chosenEnvironment({ environments }: Config, name: string | undefined): Environment {
  const chosen = name === undefined ? environments[0] : environments.find((one) => one.name === name);
  if (chosen !== undefined) return chosen;
  const names = environments.map((one) => one.name);
  throw invalid(`--environment ${name} is not in the config; ${suggestion(name ?? "", names)}`);
}

function suggestion(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return meant === undefined ? `it has ${names.join(", ")}.` : `did you mean ${meant}?`;
}

function invalid(message: string): Failure {
  return new Failure(exitCodes.invalid, message);
}
