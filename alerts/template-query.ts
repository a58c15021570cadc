import { equals, type Matcher, type WorstShare } from "../queries/index.ts";

/** What a sentence about an answer can say: the values of its labels, and its share as a percentage. */
export interface AnswerTelling {
  readonly label: (name: string) => string;
  readonly share: string;
}

const mark = "\u0001";

/**
 * A template action that asks a question while its alert is expanded, for the place of that alert, and writes a sentence about
 * the first answer; nothing when there is no answer.
 * @param question built from the matchers that select the alert's place
 * @param placeLabels labels of the alert that tell its place
 */
export function templateSentence(
  question: (where: readonly Matcher[]) => WorstShare,
  placeLabels: readonly string[],
  sentence: (answer: AnswerTelling) => string,
): string {
  const marked = placeLabels.map((label) => equals(label, `${mark}${label}${mark}`));
  const { expression } = question(marked);
  const said = sentence({ label: (name) => `{{ .Labels.${name} }}`, share: "{{ .Value | humanizePercentage }}" });
  return `{{ with ${queryAction(expression)} }}{{ with . | first }}${said}{{ end }}{{ end }}`;
}

/** A pipeline that asks an expression whose marked values are labels of the alert. */
function queryAction(expression: string): string {
  const labels = [...expression.matchAll(markedValue)].map(([, label]) => label ?? "");
  if (labels.length === 0) return `query ${goText(expression)}`;
  const format = expression.replaceAll("%", "%%").replaceAll(markedValue, "%q");
  return `printf ${goText(format)} ${labels.map((label) => `$labels.${label}`).join(" ")} | query`;
}

const markedValue = new RegExp(`"${mark}(\\w+)${mark}"`, "g");

/** A string of Go's template language; raw where it can be, so that a rule file shows the query as it is asked. */
function goText(text: string): string {
  return text.includes("`") ? JSON.stringify(text) : `\`${text}\``;
}
