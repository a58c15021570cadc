import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Surroundings } from "../outcome.ts";

/** A service account token and where it came from. */
export interface Token {
  readonly value: string;
  /** How messages call it, for they never show it. */
  readonly source: string;
}

/**
 * Reads the token from the file, else from the variable GRAFANA_TOKEN; white space around it is dropped.
 * Throws a {@link Failure}: 3 when there is none, 2 when the text cannot be a token.
 */
export async function grafanaToken(
  tokenFile: string | undefined,
  { cwd, env }: Pick<Surroundings, "cwd" | "env">,
): Promise<Token> {
  const source = tokenFile === undefined ? "the variable GRAFANA_TOKEN" : `the file ${tokenFile}`;
  const text = tokenFile === undefined ? env["GRAFANA_TOKEN"] : await fileText(resolve(cwd, tokenFile), tokenFile);
  const value = (text ?? "").trim();
  if (value === "") {
    throw new Failure(
      exitCodes.notAllowed,
      `There is no token for Grafana: ${source} is ${text === undefined ? "not set" : "empty"}. Create a service account with the role Editor in Grafana, and give its token in GRAFANA_TOKEN or in a file with --token-file.`,
    );
  }
  // Other characters cannot stand in a header, and the error of fetch would show them.
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new Failure(
      exitCodes.invalid,
      `What ${source} holds is no token: a token is one word of ASCII characters. Give only the token, without quotes, "Bearer" or comments.`,
    );
  }
  return { value, source };
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
