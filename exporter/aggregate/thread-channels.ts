import { BroadcastChannel } from "node:worker_threads";

/** An open channel between threads; it keeps no thread alive. */
export interface ThreadChannel {
  /** Sends a message to every other thread that has opened the channel. Never throws. */
  send(message: object): void;
  close(): void;
}

/** Opens the channel on which the members of a service say hello and are asked; all threads of the process hear it. */
export function sharedChannel(service: string, onMessage: (message: unknown) => void): ThreadChannel {
  return channel(`signalbox/1 ${service}`, onMessage);
}

/** Opens the channel of one member's reports, which no other member hears. */
export function reportChannel(service: string, member: string, onMessage: (message: unknown) => void): ThreadChannel {
  return channel(`signalbox/1 ${service} ${member}`, onMessage);
}

function channel(name: string, onMessage: (message: unknown) => void): ThreadChannel {
  const opened = new BroadcastChannel(name);
  opened.onmessage = (event) => onMessage((event as { readonly data: unknown }).data);
  opened.unref();
  let isOpen = true;
  return {
    send(message) {
      if (isOpen) opened.postMessage(message);
    },
    close() {
      isOpen = false;
      opened.close();
    },
  };
}
