import { sendPush } from "./push.ts";
import type { PushOptions, PushTarget } from "./push-options.ts";

/** The pushes of a service. */
export interface Pushing {
  push(options: PushOptions): Promise<void>;
  deletePushed(target: PushTarget): Promise<void>;
}

/** Pushes what `exposition` returns, under the service's name where the target names no job. */
export function pushing(service: string, exposition: () => Promise<string>): Pushing {
  return {
    push: async (options) => {
      const method = methodOf(options.mode);
      await sendPush(service, options, { method, body: exposition });
    },
    deletePushed: (target) => sendPush(service, target, { method: "DELETE", body: undefined }),
  };
}

function methodOf(mode: unknown): "PUT" | "POST" {
  if (mode === undefined || mode === "replace") return "PUT";
  if (mode === "add") return "POST";
  throw new Error(`push: mode is ${JSON.stringify(mode)}. Write mode: "replace" or mode: "add".`);
}
