import { get } from "node:http";
import { answerMessages } from "./helper-process.ts";

/** What to ask a {@link scraper.ts} for. */
export interface ScrapeOrder {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** How the scrape went. */
export interface ScrapeTaken {
  readonly byteLength: number;
  readonly milliseconds: number;
}

function scraped({ port, headers }: ScrapeOrder): Promise<ScrapeTaken> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path: "/metrics", headers, agent: false }, (response) => {
      let byteLength = 0;
      response.on("data", (chunk: Uint8Array) => {
        byteLength += chunk.length;
      });
      response.on("end", () => {
        if (response.statusCode === 200) resolve({ byteLength, milliseconds: performance.now() - start });
        else reject(new Error(`the scrape was answered with ${response.statusCode}`));
      });
    });
    request.on("error", reject);
  });
}

answerMessages({ ready: true }, scraped);
