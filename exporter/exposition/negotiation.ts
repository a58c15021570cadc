import { type Encoding, gzip, identity } from "./encoding.ts";
import type { Format } from "./format.ts";
import { openMetricsFormat } from "./openmetrics-format.ts";
import { protobufFormat } from "./protobuf/protobuf-format.ts";
import { textFormat, textFormat1 } from "./text-format.ts";

/** A format that a scraper and we agree on, with the header to send. */
export interface Agreement {
  readonly format: Format;
  readonly contentType: string;
}

/** What a media type of `Accept` must say for a format to answer it; a value of undefined means that it may be left out. */
interface Offer {
  readonly type: string;
  readonly parameters: Readonly<Record<string, readonly (string | undefined)[]>>;
  readonly format: Format;
}

/** What we can answer, the formats of Prometheus's scrape protocols (https://prometheus.io/docs/instrumenting/content_negotiation/). */
const offers: readonly Offer[] = [
  {
    type: "application/vnd.google.protobuf",
    parameters: { proto: ["io.prometheus.client.metricfamily"], encoding: ["delimited"] },
    format: protobufFormat,
  },
  { type: "application/openmetrics-text", parameters: { version: ["1.0.0", undefined] }, format: openMetricsFormat },
  { type: "text/plain", parameters: { version: ["1.0.0"] }, format: textFormat1 },
  { type: "text/plain", parameters: { version: ["0.0.4", undefined] }, format: textFormat },
  { type: "text/*", parameters: {}, format: textFormat },
  { type: "*/*", parameters: {}, format: textFormat },
];

/** The most characters of a header that are read; those of Prometheus have 300. */
const headerCharacters = 2000;

/** Escaping schemes of names that are no identifiers, in Prometheus's words. */
const escapings: readonly string[] = ["allow-utf-8", "underscores", "dots", "values"];

/** The format for a header `Accept`: the one with the highest `q`, the first of equals; text 0.0.4 when none of ours is in it. */
export function agreedFormat(accept: string | undefined): Agreement {
  let best: Agreement = { format: textFormat, contentType: textFormat.contentType };
  let bestQuality = 0;
  for (const { name, parameters, quality } of wishes(accept)) {
    const offer = offers.find((candidate) => candidate.type === name && answers(candidate, parameters));
    if (offer === undefined || quality <= bestQuality) continue;
    bestQuality = quality;
    best = { format: offer.format, contentType: contentTypeOf(offer.format, parameters.get("escaping")) };
  }
  return best;
}

/** The encoding for a header `Accept-Encoding`. */
export function agreedEncoding(acceptEncoding: string | undefined): Encoding {
  const all = wishes(acceptEncoding);
  const wish = all.find(({ name }) => name === "gzip") ?? all.find(({ name }) => name === "*");
  return wish !== undefined && wish.quality > 0 ? gzip : identity;
}

function answers(offer: Offer, parameters: ReadonlyMap<string, string>): boolean {
  return Object.entries(offer.parameters).every(([name, values]) => values.includes(parameters.get(name)));
}

function contentTypeOf(format: Format, escaping: string | undefined): string {
  if (!format.tellsEscaping) return format.contentType;
  const scheme = escaping !== undefined && escapings.includes(escaping) ? escaping : "underscores";
  return `${format.contentType}; escaping=${scheme}`;
}

interface Wish {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** From 0, not acceptable, to 1; what is no number counts as 0. */
  readonly quality: number;
}

/** The items of a header that lists what is acceptable (RFC 9110, section 12.4). */
function wishes(header: string | undefined): readonly Wish[] {
  return (header ?? "")
    .slice(0, headerCharacters)
    .toLowerCase()
    .split(",")
    .map((item) => {
      const [name = "", ...rest] = item.split(";").map((part) => part.trim());
      const parameters = new Map(rest.map(parameter));
      return { name, parameters, quality: qualityOf(parameters.get("q")) };
    });
}

function parameter(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals < 0) return [text, ""];
  return [
    text.slice(0, equals).trim(),
    text
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, "$1"),
  ];
}

function qualityOf(text: string | undefined): number {
  if (text === undefined) return 1;
  const quality = Number(text);
  return quality >= 0 && quality <= 1 ? quality : 0;
}
