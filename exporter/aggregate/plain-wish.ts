import type { ScrapeWish } from "../exposition/scrape-body.ts";

/** What a scrape is that asks for nothing in particular: text 0.0.4 as it is, within 10 seconds. */
export const plainWish: ScrapeWish = { accept: undefined, acceptEncoding: undefined, names: [], deadlineSeconds: 10 };
