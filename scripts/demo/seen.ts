import { setTimeout as delay } from "node:timers/promises";

const longestWaitSeconds = 120;

/** Waits until a look gives words, and says them with the time that it took. @throws after 120 s without words */
export async function seen(what: string, look: () => Promise<string | undefined> | string | undefined): Promise<void> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  while (seconds() < longestWaitSeconds) {
    const words = await look();
    if (words !== undefined) {
      console.log(`ok: ${what} (after ${seconds().toFixed(0)} s): ${words}`);
      return;
    }
    await delay(500);
  }
  throw new Error(`not seen within ${longestWaitSeconds} s: ${what}`);
}
