/** A run of bytes of an exposition as it is sent. It counts who uses it, so that its buffer can be used again when nobody does. */
export class Piece {
  readonly bytes: Uint8Array;
  /** Length and CRC-32 of what the bytes stand for, which compression needs at the end. */
  readonly plainByteLength: number;
  readonly plainCrc32: number;
  readonly #whenFree: (() => void) | undefined;
  #uses = 0;

  constructor(bytes: Uint8Array, plainByteLength: number, plainCrc32: number, whenFree?: () => void) {
    this.bytes = bytes;
    this.plainByteLength = plainByteLength;
    this.plainCrc32 = plainCrc32;
    this.#whenFree = whenFree;
  }

  /** Says that one more uses it. */
  hold(): void {
    this.#uses += 1;
  }

  /** Says that one of those who held it does not use it any more. */
  letGo(): void {
    this.#uses -= 1;
    if (this.#uses === 0) this.#whenFree?.();
  }
}
