import { type Config, officeHours, type Routing, webhook } from "../../../config/index.ts";
import { config } from "../../services.ts";

/** The fixture's config with another routing. */
export function routed(routing: Routing): Config {
  return { ...config, routing };
}

/** Where the heartbeat goes. */
export const heartbeat = webhook({ title: "heartbeat", urlFrom: { secret: "heartbeat", key: "address" } });

/** Office hours in a zone that moves its clocks. */
export const berlin = officeHours({ location: "Europe/Berlin" });

/** A whole file with everything that a config can say. */
export const wholeFile: Config = routed({
  mode: "alertmanager",
  officeHours: berlin,
  deadMansSwitch: heartbeat,
  otherwise: webhook({ title: "operations", urlFrom: { file: "/run/operations" } }),
});

/** Objects for the operator, merged as it does by default. */
export const operatorObjects: Config = routed({
  mode: "alertmanagerConfig",
  officeHours: officeHours({ location: "UTC" }),
});
