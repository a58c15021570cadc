/**
 * A bucket bound as Prometheus 3 stores it in `le`: Go's shortest form (`%g`: an exponent below -4 and from 6 on), with `.0` on
 * whole numbers.
 */
export function boundText(bound: number): string {
  if (bound === Number.POSITIVE_INFINITY) return "+Inf";
  if (bound === Number.NEGATIVE_INFINITY) return "-Inf";
  if (bound === 0) return "0.0";
  const exponent = Number(bound.toExponential().split("e")[1]);
  if (exponent < -4 || exponent >= 6) return exponentText(bound);
  const plain = String(bound);
  return plain.includes(".") ? plain : `${plain}.0`;
}

function exponentText(value: number): string {
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${digits}e${sign}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
}

/** A sample's value in the text format. */
export function sampleText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}
