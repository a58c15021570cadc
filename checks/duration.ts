/** Units of a duration, the largest first, as Prometheus writes them and as people do. */
const units = [
  ["y", /^(y|years?)$/],
  ["w", /^(w|weeks?)$/],
  ["d", /^(d|days?)$/],
  ["h", /^(h|hrs?|hours?)$/],
  ["m", /^(m|mins?|minutes?)$/],
  ["s", /^(s|secs?|seconds?)$/],
  ["ms", /^(ms|msecs?|millis|milliseconds?)$/],
] as const;

/**
 * Whether Prometheus reads a text as a duration: whole numbers with units from large to small, or 0
 * (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file).
 */
export function isDuration(text: string): boolean {
  return text === "0" || /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text);
}

/** What somebody may have meant: `5 minutes` as `5m`; undefined when nothing is near. */
export function meantDuration(text: string): string | undefined {
  const words = text.trim().toLowerCase();
  const parts = [...words.matchAll(/(\d+)\s*([a-z]+)(?:\s*(?:,|and)\s*|\s*)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== words) return undefined;
  const read = parts.map(([, number = "", word = ""]) => {
    const unit = units.find(([, names]) => names.test(word))?.[0];
    return unit === undefined ? "" : number + unit;
  });
  const meant = read.join("");
  return read.includes("") || !isDuration(meant) ? undefined : meant;
}
