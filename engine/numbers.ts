/** A number in JSON, where what is not finite is spelled as Prometheus does. */
export type WrittenNumber = number | "NaN" | "+Inf" | "-Inf";

export function readNumber(written: WrittenNumber): number {
  switch (written) {
    case "NaN":
      return Number.NaN;
    case "+Inf":
      return Number.POSITIVE_INFINITY;
    case "-Inf":
      return Number.NEGATIVE_INFINITY;
    default:
      return written;
  }
}
