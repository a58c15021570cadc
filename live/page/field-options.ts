import type { ClassicPanel, FieldOptions, FieldOverride } from "./classic-board.ts";

/** The options of one field of a panel: the defaults, then each override that matches, as Grafana applies them. */
export function fieldOptions(panel: ClassicPanel, name: string, refId: string): FieldOptions {
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {};
  return overrides
    .filter(({ matcher }) => matchesField(matcher, name, refId))
    .flatMap(({ properties }) => properties)
    .reduce((options, { id, value }) => withProperty(options, id, value), defaults);
}

function matchesField({ id, options }: FieldOverride["matcher"], name: string, refId: string): boolean {
  switch (id) {
    case "byName":
      return options === name;
    case "byRegexp":
      return patternOf(String(options)).test(name);
    case "byFrameRefID":
      return options === refId;
    default:
      return false;
  }
}

function patternOf(text: string): RegExp {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/.exec(text) ?? [undefined, text, ""];
  try {
    return new RegExp(source ?? "", flags);
  } catch {
    return /(?!)/;
  }
}

function withProperty(options: FieldOptions, id: string, value: unknown): FieldOptions {
  if (!id.startsWith("custom.")) return { ...options, [id]: value };
  return { ...options, custom: { ...options.custom, [id.slice("custom.".length)]: value } };
}
