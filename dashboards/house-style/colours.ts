/** Every colour of a board, by what it means; hexadecimal, so that any reader of the JSON can draw it, in light and in dark. */
export const colours = {
  good: "#56A64B",
  warning: "#FF9830",
  bad: "#E02F44",
  rate: "#8F6FD1",
  neutral: "#8E9BAB",
  /** Percentiles, slower is darker. */
  quantiles: { "0.5": "#8AB8FF", "0.95": "#3D8BFF", "0.99": "#1F60C4" },
  /** Status classes; informational answers are neutral. */
  statusClasses: { "2": "#56A64B", "3": "#5DA5B3", "4": "#FF9830", "5": "#E02F44" },
  none: "transparent",
} as const;
