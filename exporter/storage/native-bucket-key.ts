import { double, halves, highHalf, lowHalf } from "./double-halves.ts";
import { finestBounds } from "./native-bucket-bounds.ts";

/** The resolutions that Prometheus knows: each bound is the one before times 2 to the power of 2^-schema. */
export const schemaLimits = { coarsest: -4, finest: 8 } as const;

const stepsInOctave = finestBounds.length;
const octaveShift = Math.log2(stepsInOctave);
const cellShift = 11;
const mantissaBits = 52;
const exponentBias = 1023;

/** The mantissas of the bounds, in halves; the bound of the next octave ends them. */
const boundHigh = Int32Array.from([...finestBounds.map((bound) => mantissaOf(bound, highHalf)), 2 ** 20]);
const boundLow = Float64Array.from([...finestBounds.map((bound) => mantissaOf(bound, lowHalf)), 0]);

/** For each of 512 equal parts of an octave, none of which holds two bounds, the first bound at or above its start. */
const firstBound = Int32Array.from({ length: 2 ** (20 - cellShift) }, (_, cell) =>
  boundHigh.findIndex((high) => high >= cell << cellShift),
);

/**
 * The key of the bucket of schema 8 that holds a number above zero and below infinity. Bucket k reaches from above
 * 2^((k-1)/256) to 2^(k/256), that bound included.
 */
export function finestKey(value: number): number {
  double[0] = value;
  const high = halves[highHalf] as number;
  const exponent = high >>> 20;
  if (exponent === 0) return finestKey(value * 2 ** mantissaBits) - (mantissaBits << octaveShift);
  const mantissa = high & 0xfffff;
  const step = firstBound[mantissa >>> cellShift] as number;
  const bound = boundHigh[step] as number;
  const isAbove = mantissa > bound || (mantissa === bound && (halves[lowHalf] as number) > (boundLow[step] as number));
  return ((exponent - exponentBias) << octaveShift) + step + (isAbove ? 1 : 0);
}

/** The upper bound of a bucket, which may be infinite. */
export function upperBound(key: number, schema: number): number {
  const finest = key * 2 ** (schemaLimits.finest - schema);
  const octave = Math.floor(finest / stepsInOctave);
  return (finestBounds[finest - octave * stepsInOctave] as number) * 2 * 2 ** octave;
}

/** The lowest schema whose bounds grow by a factor of at most `growth`, which is above 1; the finest when none does. */
export function schemaOf(growth: number): number {
  for (let schema: number = schemaLimits.coarsest; schema < schemaLimits.finest; schema++) {
    if (2 ** (2 ** -schema) <= growth) return schema;
  }
  return schemaLimits.finest;
}

function mantissaOf(value: number, half: number): number {
  double[0] = value;
  return half === highHalf ? (halves[half] as number) & 0xfffff : (halves[half] as number);
}
