import { parseArgs } from "node:util";

/** As the shop's own switch names them. */
const faults = ["failing", "slow", "hanging"] as const;

/** One of {@link faults}. */
export type Fault = (typeof faults)[number];

/** What was asked for on the command line. Ports are undefined where none was named. */
export interface DemoOptions {
  readonly check: boolean;
  readonly fault: Fault | undefined;
  readonly port: number | undefined;
  readonly appPort: number | undefined;
  readonly metricsPort: number | undefined;
}

export const usage = `Usage: npm run demo -- [options]

Starts the demo shop with traffic, and a page with its boards and alerts.

  --fault failing|slow|hanging  break the shop after 30 s of good traffic
  --check                       no browser: break and mend the shop, say what was seen, exit 0 or 1
  --port <port>                 port of the page (9300)
  --app-port <port>             port of the shop (8080)
  --metrics-port <port>         port of the shop's metrics (9464)
  --help                        this text`;

/** Reads the command line; `help` where it asks for that. @throws with one line that says what is wrong */
export function demoOptions(args: readonly string[]): DemoOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: "boolean", default: false },
      fault: { type: "string" },
      port: { type: "string" },
      "app-port": { type: "string" },
      "metrics-port": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const fault = faults.find((one) => one === values.fault);
  if (values.fault !== undefined && fault === undefined) {
    throw new Error(`--fault is one of ${faults.join(", ")}, not ${values.fault}.`);
  }
  return {
    check: values.check,
    fault,
    port: portOf("--port", values.port),
    appPort: portOf("--app-port", values["app-port"]),
    metricsPort: portOf("--metrics-port", values["metrics-port"]),
  };
}

function portOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${option} is a port from 1 to 65535, not ${text}.`);
}
