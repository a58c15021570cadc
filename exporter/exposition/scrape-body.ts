/** What a scraper asks for. */
export interface ScrapeWish {
  /** The header `Accept`. */
  readonly accept: string | undefined;
  /** The header `Accept-Encoding`. */
  readonly acceptEncoding: string | undefined;
  /** Names of families to return; empty for all. */
  readonly names: readonly string[];
  /** Seconds after which the answer is of no use any more. */
  readonly deadlineSeconds: number;
}

/** An exposition, ready to be sent. */
export interface ScrapeBody {
  readonly contentType: string;
  readonly contentEncoding: "gzip" | undefined;
  /** The bytes, in order; shared between scrapes that overlap, so never written to. */
  readonly chunks: readonly Uint8Array[];
  readonly byteLength: number;
  /**
   * Says that the chunks were sent, so that their memory is used again; they must not be read after. Where nobody says so, the garbage
   * collector finds out.
   */
  release(): void;
}

/** The text of a body without an encoding, which is released. */
export function textOf({ chunks, release }: ScrapeBody): string {
  const bytes = Buffer.concat(chunks);
  release();
  return bytes.toString("utf8");
}

/** Renders an exposition. Rejects with {@link ScrapeLateError} when the deadline passed. */
export type Scrape = (wish: ScrapeWish) => Promise<ScrapeBody>;

/** Says that an exposition was not ready before its deadline. */
export class ScrapeLateError extends Error {
  override readonly name = "ScrapeLateError";
}
