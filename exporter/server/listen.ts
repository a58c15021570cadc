import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on a port and returns the one that was bound; 0 lets the system choose. Errors name the option to change. */
export function listen(server: Server, port: number, host: string | undefined, option: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, port, option)));
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function listenError(error: Error, port: number, option: string): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new Error(
      `Port ${port} is taken by another process. Choose another with the option ${option} of serve(), or end that process.`,
      { cause: error },
    );
  }
  if (code === "EACCES") {
    return new Error(`Port ${port} needs more rights than this process has. Set the option ${option} above 1023.`, {
      cause: error,
    });
  }
  return new Error(`Cannot listen on port ${port} (option ${option} of serve()): ${error.message}`, { cause: error });
}
