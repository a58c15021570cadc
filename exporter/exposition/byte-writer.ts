/** The most bytes of a number in decimal digits, such as `-0.0000012345678901234567`. */
export const numberBytes = 25;

/** Collects bytes in one buffer that grows and is used again. */
export class ByteWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(16_384);
  length = 0;

  /** Makes room for that many bytes more. */
  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  /** Writes one byte; reserve its room before. */
  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Writes text of which each character is one byte. */
  latin1(text: string): void {
    this.reserve(text.length);
    this.length += this.bytes.write(text, this.length, "latin1");
  }

  /** Writes text as UTF-8. */
  utf8(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length, "utf8");
  }

  /** Writes bytes from elsewhere, few of them; reserve their room before. */
  word(word: Uint8Array): void {
    const { bytes, length } = this;
    for (let index = 0; index < word.length; index++) bytes[length + index] = word[index] as number;
    this.length = length + word.length;
  }

  /** Writes bytes from elsewhere. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes again what was written between two positions; reserve its room before. */
  again(start: number, end: number): void {
    this.bytes.copyWithin(this.length, start, end);
    this.length += end - start;
  }

  /** Writes a number in decimal digits, at most {@link numberBytes} of them; reserve that before. */
  number(value: number): void {
    if (value >= 0 && value < 2 ** 31 && (value | 0) === value) this.#digits(value | 0);
    else this.length += this.bytes.write(String(value), this.length, "latin1");
  }

  #digits(value: number): void {
    const { bytes } = this;
    let digits = 1;
    for (let rest = value; rest >= 10; rest = (rest / 10) | 0) digits++;
    this.length += digits;
    let end = this.length;
    let rest = value;
    do {
      const tens = (rest / 10) | 0;
      bytes[--end] = 48 + rest - tens * 10;
      rest = tens;
    } while (rest > 0);
  }

  /** What was written; a view that lasts until the next write. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}
