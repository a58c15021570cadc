/** Values of one process: for each measure everything that was measured, in order. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** How much is measured: `full` for figures to publish, `quick` to see that all of it works. */
export type Effort = "full" | "quick";

/** A value of one subject. */
export interface Reading {
  readonly subject: string;
  readonly measure: string;
}

/** What a value means. */
export interface Measure {
  readonly words: string;
  readonly unit: string;
}

/** Something to reach: a value, or how many times it is another one, at least or at most. A target without either is only shown. */
export interface Target {
  readonly what: string;
  readonly value: Reading;
  /** Divides the value of the same round; by default nothing does, and the value stands for itself. */
  readonly over?: Reading;
  /** Multiplies the quotient; default 1. */
  readonly times?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One question that a benchmark answers. Its file measures one subject in a process of its own. */
export interface Question {
  readonly key: string;
  readonly title: string;
  /** How it is measured, in sentences. */
  readonly method: string;
  readonly subjects: readonly string[];
  /** The subjects of a quick run; by default all. */
  readonly quickSubjects?: readonly string[];
  readonly measures: Readonly<Record<string, Measure>>;
  readonly targets: readonly Target[];
  /** How often the subjects take their turns. */
  readonly rounds: Readonly<Record<Effort, number>>;
  /** Flags of Node for the measuring process. */
  readonly nodeFlags?: readonly string[];
  /** The core that the measuring process is held to where the system allows it; by default none. */
  readonly core?: number;
}

/** The subject that the targets are about. */
export const ours = "signalbox";
