/** A pattern as Alertmanager uses it, or why it cannot be used. */
export type AnchoredPattern =
  | { readonly ok: true; readonly matches: (text: string) => boolean }
  | { readonly ok: false; readonly why: string };

/** Perl classes and POSIX classes in RE2 are ASCII; the strings stand inside brackets. Source: https://github.com/google/re2/wiki/Syntax. */
const classes: Readonly<Record<string, string>> = {
  d: "0-9",
  s: "\\t\\n\\f\\r ",
  w: "0-9A-Za-z_",
  D: "\\0-\\x2f\\x3a-\\u{10ffff}",
  S: "\\0-\\x08\\x0b\\x0e-\\x1f\\x21-\\u{10ffff}",
  W: "\\0-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\u{10ffff}",
};

const posixClasses: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\0-\\x7f",
  blank: "\\t ",
  cntrl: "\\0-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\x2f:-@\\x5b-`\\x7b-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/** Go's regexp refuses more repetitions than this. */
const mostRepetitions = 1000;

/**
 * Compiles a pattern of Alertmanager (Go's RE2, anchored at both ends, matched against the whole value).
 * Supported: literals, escapes, `.`, `|`, groups with and without names, classes with ranges, negation, `\d \w \s` and their
 * opposites, POSIX classes, repetition up to 1000, greedy or lazy, `^ $ \b \B \A \z`, and the flags `i` and `s` for the whole pattern.
 * Refused: what RE2 does not have (look-around, back-references) and what is rare (`\p`, `\Q`, `\C`, flags for a part).
 */
export function anchoredPattern(pattern: string): AnchoredPattern {
  const [, flags = "", body = pattern] = /^\(\?([is]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  try {
    const source = translated(body, flags.includes("s"));
    const regex = new RegExp(`^(?:${source})$`, flags.includes("i") ? "iu" : "u");
    return { ok: true, matches: (text) => regex.test(text) };
  } catch (error) {
    return { ok: false, why: error instanceof SyntaxError ? error.message : String(error) };
  }
}

/** The pieces of a pattern outside of brackets, most specific first. */
const piece =
  /(?<escaped>\\[\s\S])|(?<group>\((?:\?(?:P?<\w+>|:)|(?!\?)))|(?<odd>\(\?)|(?<count>\{(?<least>\d+)(?<more>,(?<most>\d*))?\})|(?<bracket>\[)|(?<rest>[\s\S])/uy;

function translated(body: string, dotMatchesAll: boolean): string {
  let out = "";
  let at = 0;
  while (at < body.length) {
    piece.lastIndex = at;
    const groups = piece.exec(body)?.groups ?? {};
    const { escaped, group, count, bracket, odd, rest = "" } = groups;
    if (odd !== undefined) throw new SyntaxError(`RE2 has no ${body.slice(at, at + 4)}`);
    if (bracket !== undefined) {
      const { text, end } = translatedClass(body, at);
      out += text;
      at = end;
      continue;
    }
    if (escaped !== undefined) out += translatedEscape(escaped);
    else if (group !== undefined) out += group.startsWith("(?P") ? `(?${group.slice(3)}` : group;
    else if (count !== undefined) out += repetition(count, groups["least"], groups["most"]);
    else out += literal(rest, dotMatchesAll);
    at += (escaped ?? group ?? count ?? rest).length;
  }
  return out;
}

function literal(character: string, dotMatchesAll: boolean): string {
  if (character === ".") return dotMatchesAll ? "[^]" : "[^\\n]";
  return /[{}\]/]/.test(character) ? `\\${character}` : character;
}

function repetition(count: string, least = "0", most = ""): string {
  if (Math.max(Number(least), Number(most)) > mostRepetitions) {
    throw new SyntaxError(`RE2 repeats at most ${mostRepetitions} times, not ${count}`);
  }
  return count;
}

function translatedEscape(escaped: string): string {
  const letter = escaped.slice(1);
  const inBrackets = classes[letter];
  if (inBrackets !== undefined) return `[${inBrackets}]`;
  if (letter === "A") return "^";
  if (letter === "z") return "$";
  if (/[bB]/.test(letter)) return escaped;
  return escapedCharacter(letter);
}

function escapedCharacter(letter: string): string {
  if (/[tnrfv]/.test(letter)) return `\\${letter}`;
  if (letter === "a") return "\\x07";
  if (/[^ -/:-@[-`{-~]/.test(letter) || letter === "")
    throw new SyntaxError(`\\${letter} is not supported in patterns`);
  return /[\^$\\.*+?()[\]{}|/-]/.test(letter) ? `\\x${letter.charCodeAt(0).toString(16).padStart(2, "0")}` : letter;
}

/** A bracket expression; a `]` directly after `[` or `[^` is a literal in RE2. */
function translatedClass(body: string, start: number): { readonly text: string; readonly end: number } {
  let at = start + 1;
  let text = "[";
  if (body[at] === "^") {
    text += "^";
    at++;
  }
  const first = at;
  while (at < body.length) {
    const character = String.fromCodePoint(body.codePointAt(at) ?? 0);
    const posix = /^\[:(\^?\w+):\]/.exec(body.slice(at));
    if (character === "]" && at > first) return { text: `${text}]`, end: at + 1 };
    if (posix !== null) {
      const members = posixClasses[posix[1] ?? ""];
      if (members === undefined) throw new SyntaxError(`RE2 has no class ${posix[0]}`);
      text += members;
      at += posix[0].length;
    } else if (character === "\\") {
      const letter = body[at + 1] ?? "";
      text += classes[letter] ?? escapedCharacter(letter);
      at += 2;
    } else {
      text += /[[\]/]/.test(character) ? `\\${character}` : character;
      at += character.length;
    }
  }
  throw new SyntaxError("a [ is not closed");
}
