import { nearestName } from "@signalbox/contract";
import type { ServiceObjectives } from "../../config/index.ts";
import {
  defaultTraffic,
  type Fault,
  type Incident,
  patienceSeconds,
  simulate as simulateIncident,
} from "../../simulation/index.ts";
import { chosenEnvironment, chosenService } from "../config-file/chosen.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { withEngine } from "../engine.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { simulationDocument } from "../output/simulation-document.ts";
import { simulationText } from "../output/simulation-text.ts";

/** Options of `simulate`. Ratios are 0 to 1, durations in seconds. */
export interface SimulateOptions {
  readonly config?: string;
  readonly json?: boolean;
  /** The share of requests that fail. */
  readonly errors?: number;
  /** How long every answer takes. */
  readonly slow?: number;
  /** No request completes. */
  readonly hang?: boolean;
  /** How long it lasts. */
  readonly for: number;
  /** `POST /orders`, or `/orders` for every method; default all. */
  readonly route?: string;
  /** Bad events of this indicator only, instead of failing requests. */
  readonly indicator?: string;
  /** Requests per second; default 5. */
  readonly atTraffic?: number;
  /** Traffic follows the day. */
  readonly daily?: boolean;
  /** The hour at which it begins; default 12. */
  readonly hour?: number;
  /** The share of requests that each named route gets; default 0.2. */
  readonly routeShare?: number;
  readonly service?: string;
  readonly environment?: string;
}

/** A slow machine is no failed simulation. */
const patience = { callTimeoutSeconds: 300 };

/** The longest incident: a week. */
const mostSeconds = 7 * 86_400;

/** Simulates an incident: which alerts fire when, who is told, and what it costs. */
export async function simulate(
  options: SimulateOptions,
  { cwd, progress, colours }: Pick<Surroundings, "cwd" | "progress" | "colours">,
): Promise<Outcome> {
  const { config } = await loadConfig(cwd, options.config);
  const objectives = chosenService(config, options.service);
  const environment = chosenEnvironment(config, options.environment);
  const incident = incidentOf(options, objectives);
  const traffic = {
    requestsPerSecond: options.atTraffic ?? defaultTraffic.requestsPerSecond,
    shape: options.daily === true ? ("daily" as const) : defaultTraffic.shape,
    routeShareRatio: options.routeShare ?? defaultTraffic.routeShareRatio,
    startHour: options.hour ?? defaultTraffic.startHour,
  };
  progress?.("Simulating three days in Prometheus's engine ...");
  const simulation = await withEngine(
    (engine) => simulateIncident(engine, { config, objectives, environment, incident, traffic }),
    patience,
  );
  return {
    exitCode: simulation.ruleErrors.length > 0 ? exitCodes.no : exitCodes.done,
    text: simulationText(simulation, incident, colours === true),
    document: simulationDocument(simulation, incident, traffic),
  };
}

function incidentOf(options: SimulateOptions, objectives: ServiceObjectives): Incident {
  const durationMinutes = options.for / 60;
  if (!Number.isInteger(durationMinutes) || options.for > mostSeconds) {
    throw usage("--for is 1m to 7d, in whole minutes, because the rules are evaluated every minute.");
  }
  const fault = faultOf(options, objectives);
  if (options.route === undefined) return { fault, durationMinutes };
  if (fault.kind === "badEvents")
    throw usage("--indicator and --route exclude each other: an indicator has its own routes.");
  if (!/^([A-Z]+ )?\/\S*$/.test(options.route)) {
    throw usage(`--route is a path with or without a method, as the router knows it: "POST /orders" or /orders.`);
  }
  return { fault, durationMinutes, route: options.route };
}

function faultOf({ errors, slow, hang, indicator }: SimulateOptions, { objectives }: ServiceObjectives): Fault {
  if (slow !== undefined && slow >= patienceSeconds) {
    throw usage(
      `--slow is below ${patienceSeconds}s, because clients do not wait longer; what nobody waits for is --hang.`,
    );
  }
  if (hang === true) {
    if (errors === undefined && slow === undefined && indicator === undefined) return { kind: "hang" };
    throw usage("--hang goes alone: a request that never completes neither fails nor is slow.");
  }
  if (indicator !== undefined) {
    const names = objectives.map((objective) => objective.indicator);
    if (!names.includes(indicator)) {
      const meant = nearestName(indicator, names);
      throw usage(
        `--indicator ${indicator} has no objective; ${meant === undefined ? `those with one are ${names.join(", ")}` : `did you mean ${meant}?`}`,
      );
    }
    if (errors === undefined || slow !== undefined) throw usage("--indicator needs --errors, and takes no --slow.");
    return { kind: "badEvents", indicator, badRatio: errors };
  }
  if (errors !== undefined)
    return { kind: "errors", errorRatio: errors, ...(slow === undefined ? {} : { slowSeconds: slow }) };
  if (slow !== undefined) return { kind: "slow", slowSeconds: slow };
  throw usage("What goes wrong? Give --errors 2%, --slow 800ms or --hang.");
}

function usage(message: string): Failure {
  return new Failure(exitCodes.invalid, message);
}
