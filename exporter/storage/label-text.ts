/**
 * Label pairs as the text formats write them, without braces: `a="x",b="y"`. The text is UTF-8 with one character for each
 * byte, so that it is copied into an exposition as it is.
 */
export function labelText(names: readonly string[], values: readonly string[]): string {
  const text = names.map((name, index) => `${name}="${escaped(values[index] ?? "")}"`).join(",");
  return Buffer.from(text, "utf8").toString("latin1");
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
