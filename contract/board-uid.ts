/** Grafana refuses a uid longer than this. */
const maximumLength = 40;

/**
 * The uid of a board, derived from its names and never from its content, so that links to it last.
 * At most 40 characters: a longer one is cut and ends in a hash of the whole (FNV-1a, 32 bit).
 */
export function boardUid(service: string, board: string): string {
  const uid = `${service}-${board}`;
  if (uid.length <= maximumLength) return uid;
  return `${uid.slice(0, maximumLength - 9)}-${fnv1a(uid).toString(16).padStart(8, "0")}`;
}

/** The name of the board that every service has. */
export const serviceBoard = "service";

/** FNV-1a of a text's UTF-8, 32 bit: the same on every machine, for names and never for secrets. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}
