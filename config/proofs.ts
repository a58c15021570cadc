/**
 * What a complete set of cases proves about one alert.
 *
 * `fires` and `clears`: it begins and ends when it should. `silentJustBelow`: it is silent a little below its limit or before its
 * time. `silentWithoutTraffic`: the service runs and nobody calls it. `silentAtLowTraffic`: so few events that one bad one is a
 * large share. `silentWithoutData`: none of its series exists.
 */
export type Proof =
  | "fires"
  | "silentJustBelow"
  | "clears"
  | "silentWithoutTraffic"
  | "silentAtLowTraffic"
  | "silentWithoutData";

/** Every {@link Proof}, in the order in which they are shown. */
export const proofs: readonly Proof[] = [
  "fires",
  "silentJustBelow",
  "clears",
  "silentWithoutTraffic",
  "silentAtLowTraffic",
  "silentWithoutData",
];
