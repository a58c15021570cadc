/** One double, whose bits are read as {@link halves}. */
export const double: Float64Array = new Float64Array(1);

/** The two halves of {@link double}. */
export const halves: Uint32Array = new Uint32Array(double.buffer);

double[0] = 1;

/** Where the half with sign and exponent stands; it depends on the machine. */
export const highHalf: 0 | 1 = halves[0] === 0 ? 1 : 0;

/** Where the other half stands. */
export const lowHalf: 0 | 1 = highHalf === 0 ? 1 : 0;
