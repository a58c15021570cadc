import { seriesLimits } from "@signalbox/contract";

const { labelValueBytes } = seriesLimits;

/**
 * A value that is safe to keep as a label: text, well-formed, at most {@link labelValueBytes}, and a copy, so that it holds
 * no larger string alive. Undefined when the value is missing or cannot become text.
 */
export function labelValue(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? value : textOf(value);
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text.slice(0, labelValueBytes), "utf8");
  return bytes.toString("utf8", 0, wholeCharacters(bytes));
}

function textOf(value: unknown): string | undefined {
  try {
    return String(value);
  } catch {
    return undefined;
  }
}

/** The end of the last character that fits, so that a cut never leaves half of one. */
function wholeCharacters(bytes: Buffer): number {
  if (bytes.length <= labelValueBytes) return bytes.length;
  let end = labelValueBytes;
  while (end > 0 && isContinuation(bytes[end])) end -= 1;
  return end;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
