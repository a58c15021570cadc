import { seriesLimits } from "@signalbox/contract";
import { errorText } from "../error-text.ts";
import type { ForeignFamily } from "../exposition/foreign-family.ts";
import { sampleNames } from "../exposition/sample-names.ts";
import type { SelfReport } from "../self-report.ts";
import { type CheckedFamily, checkedFamily, typeOf } from "./checked-family.ts";
import { TakenNames } from "./taken-names.ts";
import type { ToldFamily, Untold } from "./told-family.ts";

/** Decides, family by family, what of the added registries is exposed in one scrape, and reports what is not. */
export class KeptFamilies {
  readonly families: ForeignFamily[] = [];
  readonly #report: SelfReport;
  readonly #taken: TakenNames;
  #samples = 0;

  constructor(ownNames: ReadonlySet<string>, report: SelfReport) {
    this.#report = report;
    this.#taken = new TakenNames(ownNames);
  }

  /** Keeps what it can of a registry, which `origin` names in messages. */
  addRegistry(origin: string, answers: readonly (ToldFamily | Untold)[]): void {
    for (const answer of answers) {
      if ("cause" in answer) this.#reportUntold(origin, answer);
      else this.#add(origin, answer);
    }
    for (const [place, reason] of this.#taken.collisions(origin)) this.#report.error(place, reason);
  }

  #reportUntold(origin: string, { metric, cause }: Untold): void {
    const subject = metric === undefined ? origin : `${origin}: metric ${shown(metric)}`;
    this.#report.error(`${subject} is left out`, cause);
  }

  #add(origin: string, told: ToldFamily): void {
    const head = { name: told.name, type: typeOf(told.type) };
    if (told.fault === undefined && this.#taken.collides(origin, told.name, sampleNames(head))) return;
    const { family, fault } = this.#excess(told) ?? checked(told);
    const extent = family === undefined ? "" : "a part of ";
    if (fault !== undefined) this.#report.error(`${origin}: ${extent}metric ${shown(told.name)} is left out`, fault);
    if (family === undefined) return;
    this.#taken.take(origin, sampleNames(family));
    this.#samples += family.samples.length;
    this.families.push(family);
  }

  #excess(told: ToldFamily): CheckedFamily | undefined {
    if (this.#samples + told.values.length <= seriesLimits.addedSamples) return undefined;
    const fault = `added registries may expose ${seriesLimits.addedSamples} samples in all, this one would exceed that`;
    return { family: undefined, fault };
  }
}

/** What a registry tells can be of any shape, even one that throws when it is read. */
function checked(told: ToldFamily): CheckedFamily {
  try {
    return checkedFamily(told);
  } catch (error) {
    return { family: undefined, fault: errorText(error) };
  }
}

/** A name for a message, which is one line. */
function shown(name: string): string {
  if (name === "") return "without a name";
  return /^[a-zA-Z0-9_:]{1,120}$/.test(name) ? name : JSON.stringify(name.slice(0, 120));
}
