/** The CRC-32 polynomial of gzip, bits reversed (RFC 1952). */
const polynomial = 0xedb88320;

/** x^(2^n) modulo the polynomial, for n from 0 to 31; bit 31 stands for x^0. */
const squares: readonly number[] = (() => {
  const powers = [1 << 30];
  while (powers.length < 32) {
    const last = powers[powers.length - 1] as number;
    powers.push(product(last, last));
  }
  return powers;
})();

/**
 * The CRC-32 of two byte strings one after the other, from the CRC-32 of each and the length of the second in bytes.
 * A checksum is a polynomial over GF(2); what follows it multiplies it by x to the number of bits that follow.
 */
export function crc32Combine(first: number, second: number, secondByteLength: number): number {
  return (product(powerOfX(secondByteLength * 8), first) ^ second) >>> 0;
}

function powerOfX(exponent: number): number {
  let power = 1 << 31;
  // x^(2^32 - 1) is 1 modulo a primitive polynomial of degree 32, so squares repeat after 32.
  for (let rest = exponent, bit = 0; rest > 0; rest = Math.floor(rest / 2), bit++) {
    if (rest % 2 === 1) power = product(squares[bit % 32] as number, power);
  }
  return power;
}

/** The product of two polynomials modulo the polynomial. */
function product(left: number, right: number): number {
  let sum = 0;
  let factor = right;
  for (let bit = 31; bit >= 0; bit--) {
    if (((left >>> bit) & 1) === 1) sum ^= factor;
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ polynomial : factor >>> 1;
  }
  return sum;
}
