import { createHash, timingSafeEqual } from "node:crypto";
import { fromPool } from "../in-time.ts";
import { readable } from "./readable-files.ts";
import { WatchedFiles } from "./watched-files.ts";

/** Who may scrape, told by a secret. */
export interface MetricsAuth {
  /** A file with the bearer token, or one token a line while they are exchanged. Read again when it changes. */
  readonly bearerTokenFile: string;
}

/** Whether the value of a header `Authorization` carries a token of the file. */
export type TokenCheck = (authorization: string | undefined) => Promise<boolean>;

/**
 * Reads the tokens and returns how to check a header against what the file holds then.
 * @throws {Error} when the file cannot be read or holds no token.
 */
export async function bearerTokens(
  { bearerTokenFile }: MetricsAuth,
  log: (message: string) => void,
): Promise<TokenCheck> {
  const parse = ([content = Buffer.alloc(0)]: readonly Buffer[]): readonly Buffer[] => {
    const tokens = content
      .toString("utf8")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    if (!tokens.every((token) => sendable.test(token))) {
      throw new Error(
        `metricsAuth.bearerTokenFile: ${bearerTokenFile} holds a line that no scraper can send as a token. Write the token alone, ` +
          'without "Bearer", spaces or characters beyond ASCII, as UTF-8.',
      );
    }
    if (tokens.length > 0) return tokens.map(digest);
    throw new Error(
      `metricsAuth.bearerTokenFile: ${bearerTokenFile} holds no token. Write one into it, without quotes.`,
    );
  };
  const opened = WatchedFiles.opened([bearerTokenFile], parse, log);
  const file = await readable(opened, "metricsAuth.bearerTokenFile");
  return async (authorization) => {
    await fromPool(file.refresh());
    const given = digest(/^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? "");
    return file.value.map((token) => timingSafeEqual(token, given)).includes(true);
  };
}

/** What a header can carry between spaces. */
const sendable = /^[!-~]+$/;

/** Digests have one length, so that the time to compare them tells nothing of the token. */
function digest(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
