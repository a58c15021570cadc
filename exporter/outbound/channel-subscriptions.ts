import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { SelfReport } from "../self-report.ts";

/** What takes the messages of one channel. */
export type ChannelListener<Message> = (message: Message) => void;

/** Listeners by the name of their channel; the type says which messages the channel has. */
export type ChannelListeners<Messages> = {
  readonly [Name in keyof Messages & string]: ChannelListener<Messages[Name]>;
};

/**
 * Listens to diagnostics channels. Node ends the process when a listener throws, so what one throws is counted as an internal error.
 * @returns a function that stops to listen
 */
export function listenTo<Messages>(listeners: ChannelListeners<Messages>, report: SelfReport): () => void {
  const subscribed = Object.entries<ChannelListener<never>>(listeners).map(([name, listener]) => {
    const safe = (message: unknown): void => {
      try {
        listener(message as never);
      } catch (error) {
        report.error(name, error);
      }
    };
    subscribe(name, safe);
    return () => unsubscribe(name, safe);
  });
  return () => {
    for (const stop of subscribed) stop();
  };
}
