/** What the wrapper sends to its worker. Samples travel beside the JSON as the bytes of Float64Arrays, expositions as theirs. */
export interface Request {
  readonly id: number;
  readonly method: string;
  readonly parameters: string;
  readonly times: Uint8Array | undefined;
  readonly values: Uint8Array | undefined;
  readonly bytes: Uint8Array | undefined;
}

/** What a call brought: JSON, and samples beside it. */
export interface Answer {
  readonly body: string;
  readonly times: Uint8Array | undefined;
  readonly values: Uint8Array | undefined;
}

/** An error inside the engine; `kind` decides its class. */
export interface Failure {
  readonly kind: string;
  readonly message: string;
}

/** What the worker sends: once that it is ready, then one message for each request. */
export type Message =
  | { readonly ready: { readonly version: string } }
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly failure: Failure };

/** Where the worker finds the built files, as file URLs. */
export interface BuiltFiles {
  readonly wasmUrl: string;
  readonly wasmExecUrl: string;
}
