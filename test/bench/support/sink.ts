import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

/** A connection that takes whatever is written to it at once and keeps nothing but the number of bytes. */
class Sink extends Socket {
  takenBytes = 0;

  constructor() {
    super({ writableHighWaterMark: 2 ** 30 } as object);
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    this.takenBytes += chunk.length;
    done();
  }

  override _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: () => void): void {
    for (const { chunk } of chunks) this.takenBytes += chunk.length;
    done();
  }
}

/** A request of Node's server with its response, on a connection that is a {@link Sink}. */
export interface SinkExchange {
  readonly sink: Sink;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A `GET` that has arrived as a whole. Its response closes when it is finished, as on Node's server. */
export function sinkExchange(url: string, headers: Readonly<Record<string, string>> = {}): SinkExchange {
  const sink = new Sink();
  const request = new IncomingMessage(sink);
  Object.assign(request, {
    method: "GET",
    url,
    httpVersion: "1.1",
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    complete: true,
    headers,
  });
  const response = new ServerResponse(request);
  response.assignSocket(sink);
  response.on("finish", () => process.nextTick(close, response));
  return { sink, request, response };
}

function close(response: ServerResponse): void {
  Object.assign(response, { destroyed: true, _closed: true });
  response.emit("close");
}
