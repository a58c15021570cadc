import { isRecord } from "@signalbox/contract";

/**
 * The options of a builder as they were given, for the door to judge. Whatever is no object becomes no options: spread, a text would
 * turn into one key for each letter, and the letters of a secret would be shown.
 */
export function givenOptions<T extends object>(options: T): T {
  return isRecord(options) ? options : ({} as T);
}
