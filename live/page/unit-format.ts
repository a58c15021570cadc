interface Scale {
  readonly from: number;
  readonly suffix: string;
}

const seconds: readonly Scale[] = [
  { from: 86_400, suffix: " d" },
  { from: 3600, suffix: " h" },
  { from: 60, suffix: " min" },
  { from: 1, suffix: " s" },
  { from: 1e-3, suffix: " ms" },
  { from: 1e-6, suffix: " µs" },
  { from: 1e-9, suffix: " ns" },
];

const thousands: readonly Scale[] = [
  { from: 1e12, suffix: " T" },
  { from: 1e9, suffix: " G" },
  { from: 1e6, suffix: " M" },
  { from: 1e3, suffix: " k" },
];

const binary: readonly Scale[] = ["TiB", "GiB", "MiB", "KiB"].map((suffix, index) => ({
  from: 1024 ** (4 - index),
  suffix: ` ${suffix}`,
}));

const suffixes: Readonly<Record<string, string>> = {
  reqps: " req/s",
  rps: " req/s",
  ops: " ops/s",
  cps: " /s",
  celsius: " °C",
  lengthm: " m",
  massg: " g",
  joule: " J",
  watt: " W",
  volt: " V",
  amp: " A",
  velocityms: " m/s",
  hertz: " Hz",
  currencyEUR: " €",
  currencyUSD: " $",
};

/**
 * A value in one of Grafana's units, as a person reads it: three significant digits, a prefix where it helps. A unit that
 * is not known is written behind the number.
 * @param unit Grafana's id, default a plain number
 * @param decimals digits behind the point; default as many as matter
 */
export function formatValue(value: number, unit: string = "short", decimals?: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  switch (unit) {
    case "percentunit":
      return `${number(value * 100, decimals)} %`;
    case "percent":
      return `${number(value, decimals)} %`;
    case "s":
      return scaled(value, seconds, " s", decimals);
    case "ms":
      return scaled(value / 1000, seconds, " s", decimals);
    case "bytes":
    case "decbytes":
      return scaled(value, binary, " B", decimals);
    case "binBps":
    case "Bps":
      return `${scaled(value, binary, " B", decimals)}/s`;
    case "dateTimeAsIso":
      return `${new Date(value).toISOString().slice(0, 16).replace("T", " ")} UTC`;
    case "none":
      return number(value, decimals);
    case "short":
      return scaled(value, thousands, "", decimals);
    default:
      return `${number(value, decimals)}${suffixes[unit] ?? ` ${unit}`}`;
  }
}

function scaled(value: number, scales: readonly Scale[], baseSuffix: string, decimals: number | undefined): string {
  const size = Math.abs(value);
  if (size === 0) return `0${baseSuffix}`;
  const smallest = scales[scales.length - 1];
  const scale =
    scales.find(({ from }) => size >= from) ??
    (smallest && smallest.from < 1 ? smallest : { from: 1, suffix: baseSuffix });
  return `${number(value / scale.from, decimals)}${scale.suffix}`;
}

function number(value: number, decimals: number | undefined): string {
  if (decimals !== undefined) return value.toFixed(decimals);
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 100) return String(Math.round(value));
  if (size < 0.001) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}
