/** How a process of the command line ends. */
export const exitCodes = {
  done: 0,
  no: 1,
  invalid: 2,
  notAllowed: 3,
  partly: 4,
  unreachable: 5,
  conflict: 6,
  incompatible: 7,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each exit code means, in the order of the codes; printed below `signalbox --help`. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: "done",
  1: "the answer is no: findings, differences, a failed case",
  2: "the command or the definition is invalid",
  3: "not allowed: a permission or a token is missing",
  4: "partly done",
  5: "something outside could not be reached or did not answer; try again",
  6: "conflict: somebody else changed or owns it",
  7: "incompatible: a needed part is missing or has the wrong version",
  70: "a mistake of Signalbox itself",
  130: "interrupted",
  143: "terminated",
};
