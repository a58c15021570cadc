/** Buffers are made in multiples of this, so that one fits the next rendering of a page that grew a little. */
const granuleBytes = 4096;

/**
 * Buffers that were used and will be again. Memory outside of V8's heap that comes and goes with each scrape makes V8 collect all
 * of its heap, in one pause: measured at 12 to 25 ms for each scrape of 100,000 lines.
 */
export class BufferPool {
  readonly #budgetBytes: number;
  readonly #free: Buffer[] = [];
  #freeBytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** A buffer of at least that many bytes, and less than twice as many; its content is undefined. */
  take(byteLength: number): Buffer {
    const needed = Math.max(granuleBytes, Math.ceil(byteLength / granuleBytes) * granuleBytes);
    for (let index = this.#free.length - 1; index >= 0; index--) {
      const buffer = this.#free[index] as Buffer;
      if (buffer.length < needed || buffer.length >= needed * 2) continue;
      this.#free.splice(index, 1);
      this.#freeBytes -= buffer.length;
      return buffer;
    }
    return Buffer.allocUnsafeSlow(needed);
  }

  /** Takes a buffer back that nobody reads any more; beyond the budget it is left to the garbage collector. */
  give(buffer: Buffer): void {
    if (this.#freeBytes + buffer.length > this.#budgetBytes) return;
    this.#free.push(buffer);
    this.#freeBytes += buffer.length;
  }
}
