import type { Packed } from "./messages.ts";

/** What is packed: numbers of a page, or where they stand in it. */
type Numbers = Float64Array | Uint16Array;

/** Copies numbers, because a clone of a view would take the whole page along. */
export function copiedNumbers<N extends Numbers>(numbers: N): N {
  return numbers.slice() as N;
}

/** Numbers as base64 of their bytes; whoever reads them runs on the same machine. */
export function numbersInText(numbers: Numbers): string {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString("base64");
}

/** The numbers of a page that were packed; undefined when it is something else. */
export function unpackedNumbers(packed: Packed<Float64Array>): Float64Array | undefined {
  return typeof packed === "string" ? fromText(packed, (bytes) => new Float64Array(bytes / 8), 8) : packed;
}

/** The places in a page that were packed; undefined when it is something else. */
export function unpackedCells(packed: Packed<Uint16Array>): Uint16Array | undefined {
  return typeof packed === "string" ? fromText(packed, (bytes) => new Uint16Array(bytes / 2), 2) : packed;
}

function fromText<N extends Numbers>(text: string, empty: (byteLength: number) => N, bytesEach: number): N | undefined {
  const byteLength = Buffer.byteLength(text, "base64");
  if (byteLength % bytesEach !== 0) return undefined;
  const numbers = empty(byteLength);
  return Buffer.from(numbers.buffer).write(text, "base64") === byteLength ? numbers : undefined;
}
