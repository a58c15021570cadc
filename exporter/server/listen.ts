import type { AddressInfo, Server } from "node:net";

/** A port that is taken by another process. */
export class PortBusyError extends Error {
  override readonly name = "PortBusyError";
}

/**
 * Listens on a port and returns the one that was bound; 0 lets the system choose.
 * @throws {PortBusyError} when it is taken, and {Error} when it cannot be bound for another reason, with the option to change.
 */
export function listen(server: Server, port: number, host: string | undefined, option: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      server.off("listening", onListening);
      reject(listenError(error, port, option));
    };
    const onListening = (): void => {
      server.off("error", onError);
      resolve((server.address() as AddressInfo).port);
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen({ port, ...(host === undefined ? {} : { host }) });
  });
}

function listenError(error: Error, port: number, option: string): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new PortBusyError(
      `Port ${port} is taken by another process. Choose another with the option ${option}, or end that process.`,
      { cause: error },
    );
  }
  if (code === "EACCES") {
    return new Error(`Port ${port} needs more rights than this process has. Set the option ${option} above 1023.`, {
      cause: error,
    });
  }
  return new Error(`Cannot listen on port ${port} (option ${option}): ${error.message}`, { cause: error });
}
