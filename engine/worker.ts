import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Answer, BuiltFiles, Failure, Message, Request } from "./protocol.ts";

interface GoProgram {
  importObject: object;
  run(instance: object): Promise<void>;
}

// Node's own types leave WebAssembly to the DOM library, which has no place here.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: object }>;
};

type Call = (
  method: string,
  parameters: string,
  times: Uint8Array | undefined,
  values: Uint8Array | undefined,
  bytes: Uint8Array | undefined,
) => Answer | { readonly failure: Failure };

interface EngineGlobals {
  Go: new () => GoProgram;
  fs: { writeSync(descriptor: number, bytes: Uint8Array): number };
  signalboxReady: (version: string) => void;
  signalboxCall: Call;
}

const globals = globalThis as unknown as EngineGlobals;
const files = workerData as BuiltFiles;
const port = parentPort;
if (port === null) throw new Error("the engine's worker file must be run as a worker thread");

await import(files.wasmExecUrl);
const decoder = new TextDecoder();
globals.fs.writeSync = (_descriptor, bytes) => {
  process.stderr.write(decoder.decode(bytes));
  return bytes.length;
};
globals.signalboxReady = (version) => send({ ready: { version } });

const program = new globals.Go();
const { instance } = await WebAssembly.instantiate(await readFile(new URL(files.wasmUrl)), program.importObject);
port.on("message", (request: Request) => {
  const { method, parameters, times, values, bytes } = request;
  const outcome = globals.signalboxCall(method, parameters, times, values, bytes);
  if ("failure" in outcome) send({ id: request.id, failure: outcome.failure });
  else send({ id: request.id, answer: outcome });
});
await program.run(instance);
process.exit(1);

function send(message: Message): void {
  const buffers =
    "answer" in message
      ? [message.answer.times, message.answer.values].flatMap((bytes) => (bytes ? [bytes.buffer as ArrayBuffer] : []))
      : [];
  port?.postMessage(message, buffers);
}
