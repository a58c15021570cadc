import type { ScrapeWish } from "../exposition/scrape-body.ts";

/** What a scrape is that asks for nothing in particular: text 0.0.4 as it is, within 10 seconds. */
const plainWish: ScrapeWish = { accept: undefined, acceptEncoding: undefined, names: [], deadlineSeconds: 10 };

/** A wish with what it leaves out, or leaves undefined. */
export function completeWish({ accept, acceptEncoding, names, deadlineSeconds }: Partial<ScrapeWish> = {}): ScrapeWish {
  return {
    accept,
    acceptEncoding,
    names: names ?? plainWish.names,
    deadlineSeconds: deadlineSeconds ?? plainWish.deadlineSeconds,
  };
}
