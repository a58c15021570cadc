/** How a text is emphasised; each is the identity where nobody sees colours. */
export interface Styles {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
}

/** Styles of a terminal (ECMA-48 SGR), or none. */
export function styles(colours: boolean): Styles {
  const style = (code: number) => (text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: style(1), dim: style(2), red: style(31), yellow: style(33), green: style(32) };
}
