import { ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";

/** A colour that holds from a value upwards. */
export interface ThresholdStep {
  readonly from: number;
  readonly colour: string;
}

/** Absolute thresholds: one colour below all steps, then that of the last step reached. */
export function thresholds(below: string, steps: readonly ThresholdStep[]): ThresholdsConfigBuilder {
  const all = [{ value: null, color: below }, ...steps.map(({ from, colour }) => ({ value: from, color: colour }))];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(all);
}
