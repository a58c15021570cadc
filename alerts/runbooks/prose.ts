/** Columns of a terminal, for which the pages are wrapped. */
const columns = 80;

/** A text in lines of at most 80 columns; words and links are never cut. `indent` stands before every line but the first. */
export function wrapped(text: string, first = "", indent = ""): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.match(/\[[^\]]*\]\([^)]*\)\S*|\S+/g) ?? []) {
    const longer = isEmpty ? `${line}${word}` : `${line} ${word}`;
    if (!isEmpty && longer.length > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = longer;
    }
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}

/** A list with bullets. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => wrapped(item, "- ", "  ")).join("\n");
}

/** A list with numbers. */
export function numbered(items: readonly string[]): string {
  return items.map((item, index) => wrapped(item, `${index + 1}. `, " ".repeat(`${index + 1}. `.length))).join("\n");
}

/** A block of code. */
export function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
