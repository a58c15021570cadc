const staleBits = 0x7ff0000000000002n;

/**
 * Writes a stale marker: from that sample on the series counts as gone, at once and not only after five minutes.
 *
 * The marker is a NaN with bits of its own (Prometheus's `value.StaleNaN`), which a plain JavaScript number may lose.
 */
export function markStale(values: Float64Array, index: number): void {
  if (index < 0 || index >= values.length) throw new RangeError(`index ${index} is outside of ${values.length} values`);
  new BigUint64Array(values.buffer, values.byteOffset, values.length)[index] = staleBits;
}

/** Whether a value is a stale marker and not just any NaN. */
export function isStale(values: Float64Array, index: number): boolean {
  return new BigUint64Array(values.buffer, values.byteOffset, values.length)[index] === staleBits;
}
