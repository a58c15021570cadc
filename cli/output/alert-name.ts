/** Labels that say where an alert is and whom it concerns, not what it is. */
const aside: readonly string[] = ["alertname", "job", "namespace", "severity", "team", "env", "environment", "cluster"];

/**
 * An alert in words: its name and what tells it from others of the same name, `ErrorBudgetBurn availability`.
 * @param shown labels that are shown although they only say where it is
 */
export function alertName(
  name: string,
  labels: Readonly<Record<string, string>>,
  shown: readonly string[] = [],
): string {
  const own = Object.entries(labels).filter(
    ([label, value]) => value !== "" && (shown.includes(label) || !aside.includes(label)),
  );
  const indicator = own.flatMap(([label, value]) => (label === "sli" ? [value] : []));
  const others = own.flatMap(([label, value]) => (label === "sli" ? [] : [`${label}=${value}`]));
  return [name, ...indicator, ...others].join(" ");
}
