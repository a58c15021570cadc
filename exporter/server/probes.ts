import type { Readiness } from "./readiness.ts";
import type { TextAnswer } from "./text-answer.ts";

/** Answers a probe. */
export type Probe = (readiness: Readiness) => TextAnswer | Promise<TextAnswer>;

const ok: TextAnswer = { status: 200, body: "ok\n" };

/** A process that can answer lives; nothing else may end it, least of all a dependency that is down. */
const lives: Probe = () => ok;

/** The probes by path, under the names that Kubernetes itself uses; `/healthz` is the old one of `/livez`. */
export const probes: ReadonlyMap<string, Probe> = new Map<string, Probe>([
  ["/livez", lives],
  ["/healthz", lives],
  [
    "/readyz",
    async (readiness) => {
      const obstacle = await readiness.obstacle();
      return obstacle === undefined ? ok : { status: 503, body: `${obstacle}\n` };
    },
  ],
  ["/startupz", (readiness) => (readiness.hasStarted ? ok : { status: 503, body: "starting\n" })],
]);
