import type { FieldOptions } from "./classic-board.ts";

const palette = ["#3d8bff", "#e07b00", "#2f9e6e", "#a259d9", "#c8447c", "#0f9fb5", "#8a8f2a", "#d1493f"];

const namedColours: Readonly<Record<string, string>> = {
  red: "#e02f44",
  orange: "#ff9830",
  yellow: "#e0b400",
  green: "#56a64b",
  blue: "#3d8bff",
  purple: "#8f6fd1",
  text: "currentColor",
};

/** The colour of a series by its field's options; a palette colour by name where the options name none. */
export function seriesColour(options: FieldOptions, name: string, position: number): string {
  const { mode = "", fixedColor } = options.color ?? {};
  if (fixedColor === undefined || fixedColor === "") return palette[hash(name) % palette.length] ?? "#3d8bff";
  return mode === "shades" ? shade(plainColour(fixedColor), position) : plainColour(fixedColor);
}

/** The colour that the thresholds give a value; undefined where it is none. */
export function thresholdColour(options: FieldOptions, value: number): string | undefined {
  const reached = (options.thresholds?.steps ?? []).findLast(({ value: from }) => from === null || value >= from);
  return reached === undefined || reached.color === "transparent" ? undefined : plainColour(reached.color);
}

/** The limits that a chart draws as lines, with their colours. */
export function thresholdLines(options: FieldOptions): readonly { readonly value: number; readonly colour: string }[] {
  if ((options.custom?.thresholdsStyle?.mode ?? "off") === "off") return [];
  return (options.thresholds?.steps ?? []).flatMap(({ value, color }) =>
    value === null ? [] : [{ value, colour: plainColour(color) }],
  );
}

/** Makes a colour translucent. */
export function translucent(colour: string, opacity: number): string {
  const alpha = Math.round(opacity * 255);
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}${alpha.toString(16).padStart(2, "0")}` : colour;
}

function plainColour(colour: string): string {
  return namedColours[colour.replace(/^(super-light|light|semi-dark|dark)-/, "")] ?? colour;
}

function shade(colour: string, position: number): string {
  if (position === 0 || !/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const factor = position % 2 === 1 ? 1 - 0.18 * position : 1 + 0.14 * position;
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  const shaded = channels.map((channel) => Math.round(Math.min(255, Math.max(40, channel * factor))));
  return `#${shaded.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}
