import { stripVTControlCharacters } from "node:util";

/** A text of somebody else on one line, without control characters that a terminal or log would obey. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\s/g, " ")
    .replace(/[^\P{C}]/gu, "?");
}
