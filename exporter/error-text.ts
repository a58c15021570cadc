/** What is said of an error, whatever was thrown: any value can be, and some cannot become text. */
export function errorText(cause: unknown): string {
  try {
    return String(cause instanceof Error ? cause.message : cause);
  } catch {
    return "something that cannot become text was thrown";
  }
}
