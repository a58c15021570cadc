/** The width of a terminal that every text fits. */
export const textWidth = 80;

/** A sentence in lines of at most {@link textWidth}; the first keeps its own indentation, the others get `indent`. */
export function wrapped(text: string, indent = ""): string {
  const [first = "", ...words] = text.trimStart().split(" ");
  const lines: string[] = [];
  let line = `${text.slice(0, text.length - text.trimStart().length)}${first}`;
  for (const word of words) {
    if (line.length + 1 + word.length <= textWidth) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line].join("\n");
}

/** Rows as columns two spaces apart; `right` lists the columns that are flush right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
