import type { ForeignFamily, ForeignSample } from "../exposition/foreign-family.ts";
import { boundText } from "../exposition/number-text.ts";
import { textNumber } from "./text-number.ts";

/** What a sample is to its family. */
type Role = "value" | "bucket" | "quantile" | "sum" | "count";

/** What the children of a family have in common. */
export interface ChildFamily extends Pick<ForeignFamily, "name" | "type"> {
  /** Bounds and quantiles as text, so that each is written out once for all children. */
  readonly edgeTexts: Map<number, string>;
}

/** One label set of a family with its samples: one value, or those of a histogram or summary. */
export class ForeignChild {
  /** Why the child cannot be exposed; undefined when it can. */
  fault: string | undefined;
  readonly #family: ChildFamily;
  readonly #labels: ForeignSample["labels"];
  readonly #parts: { readonly role: Role; readonly edge: number; readonly sample: ForeignSample }[] = [];

  constructor(family: ChildFamily, labels: ForeignSample["labels"]) {
    this.#family = family;
    this.#labels = labels;
  }

  /** Adds a sample of the given name; `edge` is what it has for `le` or `quantile`, undefined when it has none. */
  add(name: string, edge: unknown, value: unknown): void {
    const role = roleOf(this.#family, name);
    if (role === undefined) this.fault ??= `${name} is no sample of a ${this.#family.type} named ${this.#family.name}`;
    else if (typeof value !== "number") this.fault ??= `the value of ${this.#shown(name)} is no number`;
    else if (role !== "bucket" && role !== "quantile" && edge === undefined) {
      this.#push(role, 0, { name, labels: this.#labels, value });
    } else this.#addEdge(role, name, edge, value);
  }

  #addEdge(role: Role, name: string, edge: unknown, value: number): void {
    const label = edgeLabel(this.#family.type) ?? "";
    const number = typeof edge === "number" ? edge : textNumber(String(edge));
    if ((role !== "bucket" && role !== "quantile") || number === undefined || !(number > Number.NEGATIVE_INFINITY)) {
      this.fault ??= `${this.#shown(name)} has no right ${label}`;
      return;
    }
    const text = this.#family.edgeTexts.get(number) ?? boundText(number);
    this.#family.edgeTexts.set(number, text);
    this.#push(role, number, { name, labels: [...this.#labels, [label, text]], value });
  }

  #push(role: Role, edge: number, sample: ForeignSample): void {
    const twin = this.#parts.find((part) => part.role === role && part.edge === edge);
    if (twin === undefined) this.#parts.push({ role, edge, sample });
    else if (edge !== Number.POSITIVE_INFINITY || twin.sample.value !== sample.value) {
      this.fault ??=
        `${this.#shown(sample.name)} is there twice: labels were changed after they were handed over, or two bounds are the ` +
        "same, or values are alike in their first 128 bytes";
    }
  }

  /** The samples in the order that formats need: buckets or quantiles ascending, then sum, then count. Sets {@link fault}. */
  samples(): readonly ForeignSample[] {
    if (this.#family.type === "histogram") this.fault ??= this.#histogramFault();
    if (this.fault !== undefined) return [];
    const parts = this.#parts;
    if (parts.length > 1) parts.sort((left, right) => order[left.role] - order[right.role] || left.edge - right.edge);
    return parts.map(({ sample }) => sample);
  }

  #histogramFault(): string | undefined {
    const shown = this.#shown(this.#family.name);
    const buckets = this.#parts.filter(({ role }) => role === "bucket");
    if (buckets.some(({ edge }, index) => index > 0 && edge <= (buckets[index - 1]?.edge ?? edge))) {
      return `the bounds of ${shown} are not ascending, so its counts are wrong; sort them`;
    }
    const counts = buckets.map(({ sample }) => sample.value);
    if (!counts.every((count, index) => count >= (counts[index - 1] ?? 0) && count < Number.POSITIVE_INFINITY)) {
      return `a bucket of ${shown} counts less than the one below it`;
    }
    const count = this.#parts.find(({ role }) => role === "count")?.sample.value;
    if (buckets.at(-1)?.edge !== Number.POSITIVE_INFINITY || counts.at(-1) !== count) {
      return `${shown} has no bucket +Inf that is its count`;
    }
    return undefined;
  }

  #shown(name: string): string {
    const pairs = this.#labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return `${name}{${pairs.join(",").slice(0, 120)}}`;
  }
}

const order: Readonly<Record<Role, number>> = { value: 0, bucket: 0, quantile: 0, sum: 1, count: 2 };

/** The label that tells the samples of a child apart; undefined for families that have one sample a child. */
export function edgeLabel(type: ForeignFamily["type"]): "le" | "quantile" | undefined {
  if (type === "histogram") return "le";
  return type === "summary" ? "quantile" : undefined;
}

function roleOf({ name, type }: Pick<ForeignFamily, "name" | "type">, sample: string): Role | undefined {
  const suffix = sample.startsWith(name) ? sample.slice(name.length) : undefined;
  const isParted = type === "histogram" || type === "summary";
  if (suffix === "") return type === "histogram" ? undefined : type === "summary" ? "quantile" : "value";
  if (isParted && suffix === "_sum") return "sum";
  if (isParted && suffix === "_count") return "count";
  return type === "histogram" && suffix === "_bucket" ? "bucket" : undefined;
}
