/** How finely a histogram counts in native buckets, beside those of its bounds. */
export interface NativeResolution {
  /** The most that one bucket's upper bound is above the one before, as a factor: 1.1 tells values apart that differ by a tenth. */
  readonly growth: number;
}

/** What a histogram says of native buckets: none, the default growth of 1.1, or a growth above 1 and at most 65536. */
export type NativeOption = boolean | { readonly growth?: number };

/** What holds for every native histogram. */
export const nativeLimits = {
  /** The growth that `true` stands for; Prometheus's resolution 3, about 27 buckets for each factor of ten. */
  defaultGrowth: 1.1,
  /** Populated buckets of one series; above it the resolution is lowered, as client_golang's documentation advises. */
  bucketBudget: 160,
  coarsestGrowth: 65_536,
} as const;

/** The native buckets that an option asks for; undefined when it asks for none. */
export function nativeBuckets(option: NativeOption | undefined): NativeResolution | undefined {
  if (option === undefined || option === false) return undefined;
  return { growth: (option === true ? undefined : option.growth) ?? nativeLimits.defaultGrowth };
}
