import { spawn } from "node:child_process";
import { join } from "node:path";
import { nodeCommand } from "./pinned.ts";

/** A process that answers one message at a time with one message. */
export interface HelperProcess<Message, Answer> {
  ask(message: Message): Promise<Answer>;
  /** Ends it and waits until it has. */
  end(): Promise<void>;
}

/** Starts `test/bench/support/<file>` on a core, and resolves with its first message, which says that it is ready, and how to ask for more. */
export async function helperProcess<Message, Ready, Answer>(
  file: string,
  args: readonly string[],
  core: number | undefined,
): Promise<readonly [Ready, HelperProcess<Message, Answer>]> {
  const [command, ...rest] = nodeCommand(core, [join(import.meta.dirname, file), ...args]);
  const child = spawn(command, rest, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const answer = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error(`${file} ended before it answered`));
      child.once("exit", gone).once("message", (message) => {
        child.off("exit", gone);
        resolve(message as T);
      });
    });
  const ready = await answer<Ready>();
  return [
    ready,
    {
      ask: (message) => {
        const answered = answer<Answer>();
        child.send(message as object);
        return answered;
      },
      end: () => {
        child.kill();
        return ended;
      },
    },
  ];
}

/** The other side: says that this process is ready, then answers each message. */
export function answerMessages<Message>(ready: object, answerTo: (message: Message) => Promise<object> | object): void {
  process.on("message", async (message) => process.send?.(await answerTo(message as Message)));
  process.on("disconnect", () => process.exit(0));
  process.send?.(ready);
}
