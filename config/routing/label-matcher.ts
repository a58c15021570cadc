import { anchoredPattern } from "./anchored-pattern.ts";

/** One condition on a label of an alert, as Alertmanager has it; patterns are anchored at both ends. */
export interface LabelMatcher {
  readonly name: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** What a text of matchers means, or why Alertmanager would refuse it. */
export type ParsedMatchers =
  | { readonly ok: true; readonly matchers: readonly LabelMatcher[] }
  | { readonly ok: false; readonly why: string };

const part = {
  word: String.raw`"(?:[^"\\]|\\.)*"|[^\s{}!=~,\\"'\x60]+`,
  operator: "=~|!~|!=|=",
};
const oneMatcher = new RegExp(`\\s*(${part.word})\\s*(${part.operator})\\s*(${part.word})\\s*(,|$)`, "suy");

/**
 * Reads one or more matchers in Alertmanager's notation: `team="storefront", severity=~"critical|warning"`, with or without
 * braces around all. Source: Alertmanager's documentation, "Matcher"; escapes are those that both of its parsers understand alike.
 */
export function parseMatchers(text: string): ParsedMatchers {
  const body = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1] ?? text;
  const matchers: LabelMatcher[] = [];
  let at = 0;
  while (at < body.length || matchers.length === 0) {
    oneMatcher.lastIndex = at;
    const found = oneMatcher.exec(body);
    if (found === null) return { ok: false, why: `${JSON.stringify(body.slice(at).trim())} is not name="value"` };
    const [whole, name = "", operator, value = ""] = found;
    const matcher = { name: unquoted(name), operator: operator as LabelMatcher["operator"], value: unquoted(value) };
    if (isPattern(matcher)) {
      const pattern = anchoredPattern(matcher.value);
      if (!pattern.ok) return { ok: false, why: `the pattern ${JSON.stringify(matcher.value)}: ${pattern.why}` };
    }
    matchers.push(matcher);
    at += whole.length;
  }
  return { ok: true, matchers };
}

/** A matcher in Alertmanager's notation: `team="storefront"`. */
export function matcherText({ name, operator, value }: LabelMatcher): string {
  const escaped = value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n");
  return `${/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : JSON.stringify(name)}${operator}"${escaped}"`;
}

/** A text as a pattern that matches it and nothing else. */
function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** Matches one of some values: an equality when there is one, a pattern otherwise. */
export function oneOf(name: string, values: readonly string[]): LabelMatcher {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return { name, operator: "=", value: first };
  return { name, operator: "=~", value: values.map(literalPattern).join("|") };
}

/**
 * A test of labels against all matchers. A label that an alert does not have is the empty text, as in Alertmanager.
 * @throws {SyntaxError} when a pattern is none; what came through `defineConfig` has been read before
 */
export function labelTest(matchers: readonly LabelMatcher[]): (labels: Readonly<Record<string, string>>) => boolean {
  const tests = matchers.map(({ name, operator, value }) => {
    const matches = valueTest(operator, value);
    return (labels: Readonly<Record<string, string>>) =>
      matches(Object.hasOwn(labels, name) ? (labels[name] ?? "") : "");
  });
  return (labels) => tests.every((test) => test(labels));
}

function valueTest(operator: LabelMatcher["operator"], value: string): (text: string) => boolean {
  switch (operator) {
    case "=":
      return (text) => text === value;
    case "!=":
      return (text) => text !== value;
    case "=~":
      return compiled(value);
    case "!~": {
      const matches = compiled(value);
      return (text) => !matches(text);
    }
  }
}

function compiled(value: string): (text: string) => boolean {
  const pattern = anchoredPattern(value);
  if (!pattern.ok) throw new SyntaxError(`The pattern ${JSON.stringify(value)} cannot be used: ${pattern.why}.`);
  return pattern.matches;
}

function isPattern({ operator }: LabelMatcher): boolean {
  return operator === "=~" || operator === "!~";
}

/** Alertmanager's two parsers agree on these escapes; a backslash before anything else stays. */
function unquoted(word: string): string {
  if (!word.startsWith('"')) return word;
  const characters: Readonly<Record<string, string>> = { n: "\n", '"': '"', "\\": "\\" };
  return word.slice(1, -1).replace(/\\([n"\\])/g, (_, letter: string) => characters[letter] ?? letter);
}
