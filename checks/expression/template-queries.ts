type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "sign"; readonly text: string };

const action = /\{\{((?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`}]|\}(?!\}))*)\}\}/g;
const token = /"((?:[^"\\]|\\.)*)"|`([^`]*)`|(:=|[()|,=])|([^\s()|,="`]+)/g;

/**
 * The queries that a template asks by `query` while it is expanded, as PromQL in which `$name` stands for what is known only then.
 * They are found where they stand beside the call, as a text or as printf of a text.
 */
export function templateQueries(text: string): readonly string[] {
  return [...text.matchAll(action)].flatMap(([, content = ""]) => queriesOf(tokensOf(content)));
}

function tokensOf(content: string): readonly Token[] {
  return [...content.matchAll(token)].map(([, quoted, raw, sign, word]) => {
    if (quoted !== undefined) return { kind: "text", text: unquoted(quoted) };
    if (raw !== undefined) return { kind: "text", text: raw };
    return sign === undefined ? { kind: "word", text: word ?? "" } : { kind: "sign", text: sign };
  });
}

function queriesOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((found, index) => {
    if (found.kind !== "word" || found.text !== "query") return [];
    const asked = commandAfter(tokens.slice(index + 1)) ?? commandBefore(tokens.slice(0, index));
    return asked === undefined ? [] : [asked];
  });
}

/** `query "up"` and `query (printf "up{job=%q}" $labels.job)`. */
function commandAfter(tokens: readonly Token[]): string | undefined {
  const [first, ...rest] = tokens;
  if (first?.kind === "text") return first.text;
  if (first?.text !== "(") return undefined;
  const end = rest.findIndex(({ kind, text }) => kind === "sign" && text === ")");
  return end < 0 ? undefined : commandText(rest.slice(0, end));
}

/** `"up" | query` and `printf "up{job=%q}" $labels.job | query`. */
function commandBefore(tokens: readonly Token[]): string | undefined {
  if (tokens.at(-1)?.text !== "|") return undefined;
  const before = tokens.slice(0, -1);
  const start = before.findLastIndex(
    ({ kind, text }) => kind === "sign" || (kind === "word" && ["with", "if", "range", "else"].includes(text)),
  );
  return commandText(before.slice(start + 1));
}

function commandText(tokens: readonly Token[]): string | undefined {
  const [first, format, ...values] = tokens;
  if (first?.kind === "text" && format === undefined) return first.text;
  if (first?.text !== "printf" || format?.kind !== "text") return undefined;
  let next = 0;
  return format.text.replaceAll(/%[-+# 0]*[\d.*]*([a-zA-Z%])/g, (_, verb: string) => {
    if (verb === "%") return "%";
    const name = variableName(values[next++]);
    return verb === "q" ? `"$${name}"` : `$${name}`;
  });
}

/** `$labels.namespace` is called namespace. */
function variableName(value: Token | undefined): string {
  return /(\w+)$/.exec(value?.text ?? "")?.[1] ?? "value";
}

function unquoted(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, escaped: string) => ({ n: "\n", t: "\t" })[escaped] ?? escaped);
}
