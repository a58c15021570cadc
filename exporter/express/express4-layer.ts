/** One pattern of a layer of Express 4, read back from its regular expression, which is all that the layer keeps. */
export interface ReadPattern {
  readonly template: string;
  readonly expression: RegExp;
}

/** The end of the regular expression of a mount, and of a route; an array of paths joins several of them with `|`. */
const ends = /(?:\\\/\?|\/\?)?(?:\(\?=\\\/\|\$\)|\$)(?:\|(?=\^)|$)/g;

/** What path-to-regexp 0.1, which Express 4 uses, writes for each part of a path. */
const parts: readonly (readonly [RegExp, (match: readonly string[], names: Iterator<string>) => string])[] = [
  [
    /^\(\?:(\\\.|\\\/|\/)?\((?:\[\^\/(?:\\\.)?\]\+\?|\(\?:\(\?!.*?\)\.\)\+\?)\)\)(\?)?/,
    ([, before, optional], names) => `${plain(before)}:${names.next().value}${optional ?? ""}`,
  ],
  [
    /^\(\?:(\\\.|\\\/|\/)?\(([^()?][^()]*)\)\)(\?)?/,
    ([, before, own, optional], names) => `${plain(before)}:${names.next().value}(${own})${optional ?? ""}`,
  ],
  [
    /^\(\.\*\)/,
    (_match, names) => {
      names.next();
      return "*";
    },
  ],
  [/^\\([/.])/, ([, character]) => character ?? ""],
  [/^[^\\()[\]{}|^$*+?.]/, ([character]) => character ?? ""],
];

/**
 * The patterns of a layer's regular expression. A part that cannot be read back, such as a path that was a regular expression
 * itself, leaves the expression's own source: it names a pattern too, never a path that was asked for.
 */
export function readPatterns(
  expression: RegExp,
  keys: readonly { readonly name: string | number }[],
): readonly ReadPattern[] {
  const names = keys.map(({ name }) => String(name))[Symbol.iterator]();
  return alternatives(expression.source).map((source) => ({
    template: readTemplate(source, names) ?? `/${source}`,
    expression: new RegExp(source, expression.flags.replace(/[gy]/g, "")),
  }));
}

function alternatives(source: string): readonly string[] {
  const found = [...source.matchAll(ends)].map(({ index, 0: end }) => index + end.length);
  if (found.at(-1) !== source.length) return [source];
  return found.map((end, number) => source.slice(found[number - 1] ?? 0, end).replace(/\|$/, ""));
}

function readTemplate(source: string, names: Iterator<string>): string | undefined {
  if (!source.startsWith("^")) return undefined;
  let rest = source.slice(1).replace(ends, "");
  let template = "";
  while (rest !== "") {
    const part = parts.find(([shape]) => shape.test(rest));
    if (part === undefined) return undefined;
    const match = part[0].exec(rest) ?? [""];
    template += part[1](match, names);
    rest = rest.slice(match[0].length);
  }
  return template === "" ? "/" : template;
}

function plain(escaped: string | undefined): string {
  return escaped === undefined ? "" : escaped.replaceAll("\\", "");
}
