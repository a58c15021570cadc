import type { Counts } from "../../storage/native-buckets.ts";

const initialBytes = 65_536;

/** Bytes that one number or key takes at most. */
const longestNumber = 10;

/**
 * Writes a protobuf message from its end to its start: the length of what is nested is then known when it is written, and
 * nothing is measured or moved. What is to come first is therefore written last. Fields have numbers up to 4095.
 */
export class ProtobufWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(initialBytes);
  #view: DataView = viewOf(this.#bytes);
  #start: number = initialBytes;

  /** Bytes written so far; a place in the message, counted from its end. */
  get length(): number {
    return this.#bytes.length - this.#start;
  }

  /** What was written, until the next write. */
  written(): Buffer {
    return this.#bytes.subarray(this.#start);
  }

  /** Forgets what was written. */
  clear(): void {
    this.#start = this.#bytes.length;
  }

  /** A field that is a double. */
  double(field: number, value: number): void {
    this.#reserve(8);
    this.#start -= 8;
    this.#view.setFloat64(this.#start, value, true);
    this.#key(field, 1);
  }

  /** A field that is a whole number from 0 to 2^53. */
  unsigned(field: number, value: number): void {
    this.varint(value);
    this.#key(field, 0);
  }

  /** A field that is a whole number of either sign, in zigzag form. */
  signed(field: number, value: number): void {
    this.varint(zigzag(value));
    this.#key(field, 0);
  }

  /** A field that is text. */
  text(field: number, value: string): void {
    const end = this.length;
    this.#utf8(value);
    this.message(field, end);
  }

  /** Ends a nested message, or packed numbers: what was written since a {@link length} is the content of the field. */
  message(field: number, end: number): void {
    this.varint(this.length - end);
    this.#key(field, 2);
  }

  /**
   * The differences from one number to the next without a field, for packed fields of either sign, in zigzag form; the first is to
   * the number before. `end` is the index behind the last of them.
   */
  deltas(numbers: Counts, first: number, end: number, before: number): void {
    this.#reserve((end - first) * longestNumber);
    const bytes = this.#bytes;
    let start = this.#start;
    for (let index = end - 1; index >= first; index--) {
      const delta = (numbers[index] as number) - (index > first ? (numbers[index - 1] as number) : before);
      const small = delta | 0;
      const code = (small << 1) ^ (small >> 31);
      if (small !== delta || small < -0x2000 || small >= 0x2000) {
        this.#start = start;
        this.#number(zigzag(delta));
        start = this.#start;
      } else if (code < 0x80) {
        bytes[--start] = code;
      } else {
        bytes[--start] = code >> 7;
        bytes[--start] = (code & 0x7f) | 0x80;
      }
    }
    this.#start = start;
  }

  /** A whole number from 0 to 2^54 without a field. */
  varint(value: number): void {
    this.#reserve(longestNumber);
    this.#number(value);
  }

  /** Seven bits a byte, the lowest first; all bytes but the last say that one follows. */
  #number(value: number): void {
    if (value < 0x80) {
      this.#bytes[--this.#start] = value;
    } else if (value < 0x4000) {
      this.#bytes[--this.#start] = value >> 7;
      this.#bytes[--this.#start] = (value & 0x7f) | 0x80;
    } else {
      this.#longNumber(value);
    }
  }

  #longNumber(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest /= 0x80) size++;
    this.#start -= size;
    let rest = value;
    for (let index = this.#start; index < this.#start + size - 1; index++) {
      this.#bytes[index] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#start + size - 1] = rest;
  }

  #key(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  #utf8(value: string): void {
    this.#reserve(value.length * 3);
    const end = this.#start;
    for (let index = value.length - 1; index >= 0; index--) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) {
        this.#start = end - Buffer.byteLength(value);
        this.#bytes.write(value, this.#start, "utf8");
        return;
      }
      this.#bytes[--this.#start] = code;
    }
  }

  #reserve(extra: number): void {
    if (extra <= this.#start) return;
    const { length } = this;
    const grown = Buffer.allocUnsafeSlow(Math.max(length + extra, this.#bytes.length * 2));
    this.#bytes.copy(grown, grown.length - length, this.#start);
    this.#bytes = grown;
    this.#view = viewOf(grown);
    this.#start = grown.length - length;
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
