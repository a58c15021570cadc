import type { IncomingMessage } from "node:http";
import type { ScrapeWish } from "../exposition/scrape-body.ts";

/** The most names that a scrape can ask for; further ones are ignored. */
const maximumNames = 1000;

/** The most characters of a name that are read; no family has a longer one. */
const maximumNameLength = 256;

/** The most seconds that are left for sending, of the time after which the scraper gives up. */
const maximumMarginSeconds = 0.5;

/** The part of the scraper's time that is left for sending, when it is less than {@link maximumMarginSeconds}. */
const marginRatio = 0.1;

/** What a request asks for. Nothing in it can make this fail: what cannot be read counts as absent. */
export function scrapeWish(request: IncomingMessage, deadlineSeconds: number): ScrapeWish {
  const { headers } = request;
  return {
    accept: headers.accept,
    acceptEncoding: joined(headers["accept-encoding"]),
    names: askedNames(request.url ?? ""),
    deadlineSeconds: Math.min(deadlineSeconds, scraperSeconds(headers["x-prometheus-scrape-timeout-seconds"])),
  };
}

function joined(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

function askedNames(url: string): readonly string[] {
  const start = url.indexOf("?");
  if (start < 0) return [];
  const asked = new URLSearchParams(url.slice(start + 1)).getAll("name[]").filter((name) => name !== "");
  return asked.slice(0, maximumNames).map((name) => name.slice(0, maximumNameLength));
}

/** Seconds until the scraper gives up, less the margin; no bound when it does not say. */
function scraperSeconds(header: string | string[] | undefined): number {
  const seconds = Number(header ?? Number.NaN);
  if (!(seconds > 0 && Number.isFinite(seconds))) return Number.POSITIVE_INFINITY;
  return seconds - Math.min(maximumMarginSeconds, seconds * marginRatio);
}
