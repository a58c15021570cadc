/** The windows of Sloth's alerts for a budget of 28 days, as its default derives them: factor, short and long window. */
const pairs = {
  page: [
    [13.44, "5m", "1h"],
    [5.6, "30m", "6h"],
  ],
  ticket: [
    [2.8, "2h", "1d"],
    [0.933, "6h", "3d"],
  ],
} as const;

/** What Sloth evaluates to alert on an objective of 99.9 % over two counters: ratios of raw series, no least number of events, no `for`. */
export function slothRules(bad: string, total: string): object {
  const ratio = (window: string): string => `slo:sli_error:ratio_rate${window}`;
  const windows = [
    ...new Set(Object.values(pairs).flatMap((each) => each.flatMap(([, short, long]) => [short, long]))),
  ];
  const recordings = windows.map((window) => ({
    record: ratio(window),
    expr: `sum(rate(${bad}[${window}])) / sum(rate(${total}[${window}]))`,
  }));
  const alerts = Object.entries(pairs).map(([severity, each]) => ({
    alert: "ErrorBudgetBurn",
    expr: each
      .map(([factor, short, long]) => {
        const over = (window: string): string => `max(${ratio(window)} > (${factor} * 0.001))`;
        return `(${over(short)} and ${over(long)})`;
      })
      .join(" or "),
    labels: { severity },
  }));
  return {
    groups: [
      { name: "recordings", interval: "1m", rules: recordings },
      { name: "alerts", interval: "1m", rules: alerts },
    ],
  };
}
