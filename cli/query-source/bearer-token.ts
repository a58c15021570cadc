import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Surroundings } from "../outcome.ts";

/**
 * Reads the token for a query API from the file, else from the variable PROMETHEUS_TOKEN; undefined when neither is
 * given, because many servers ask for none.
 * Throws a {@link Failure}: 3 when the file cannot be read, 2 when the text cannot be a token.
 */
export async function bearerToken(
  tokenFile: string | undefined,
  { cwd, env }: Pick<Surroundings, "cwd" | "env">,
): Promise<string | undefined> {
  const text = tokenFile === undefined ? env["PROMETHEUS_TOKEN"] : await fileText(resolve(cwd, tokenFile), tokenFile);
  if (text === undefined) return undefined;
  const token = text.trim();
  // Other characters cannot stand in a header, and the error of fetch would show them.
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  const source = tokenFile === undefined ? "the variable PROMETHEUS_TOKEN" : `the file ${tokenFile}`;
  throw new Failure(
    exitCodes.invalid,
    `What ${source} holds is no token: a token is one word of ASCII characters. Give only the token, without quotes, "Bearer" or comments.`,
  );
}

async function fileText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      exitCodes.notAllowed,
      `The token file ${shown} cannot be read (${code ?? "unknown reason"}). Check the path of --token-file and the rights to it.`,
      { cause: error },
    );
  }
}
