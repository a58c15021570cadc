/** Headings of the calculations, by Grafana's ids. */
export const calculationNames: Readonly<Record<string, string>> = {
  lastNotNull: "Last",
  last: "Last",
  max: "Max",
  min: "Min",
  mean: "Mean",
  sum: "Total",
  firstNotNull: "First",
};

/** One number from many; NaN where there is none. */
export function calculate(id: string, values: readonly (number | null)[]): number {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return Number.NaN;
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (id) {
    case "max":
      return numbers.reduce((most, value) => Math.max(most, value));
    case "min":
      return numbers.reduce((least, value) => Math.min(least, value));
    case "mean":
      return sum / numbers.length;
    case "sum":
      return sum;
    case "firstNotNull":
      return numbers[0] ?? Number.NaN;
    default:
      return numbers[numbers.length - 1] ?? Number.NaN;
  }
}
