/** A Prometheus rule file of one's own: checked and shipped unchanged. */
export interface RawRules {
  /** Path of the file, relative to the config. */
  readonly path: string;
}

/** Takes a rule file that a team already has. */
export function rawRules(path: string): RawRules {
  return { path };
}
