import { defineService, isDefinitionError } from "@signalbox/contract";

/** The problems of a definition as `path code → correction`; definitions come as data, because types would refuse most. */
export function problemsOf(definition: unknown): readonly string[] {
  try {
    defineService(definition as Parameters<typeof defineService>[0]);
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, code, correction }) => `${path} ${code} → ${correction}`);
  }
}
