import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourceSeries } from "../../queries/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { madeFolder } from "../tree/made-folder.ts";
import type { AnswerStore, KeptQuestion } from "./daily-source.ts";

const format = "signalbox.answer/1";

interface KeptAnswer extends KeptQuestion {
  readonly format: typeof format;
  readonly server: string;
  readonly series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly times: readonly number[];
    /** NaN and infinities as text, because JSON has none. */
    readonly values: readonly (number | string)[];
  }[];
}

/**
 * Keeps the answers of a server in a folder, one file for each. A file that cannot be read is as good as none.
 * @throws {Failure} 3 when the folder cannot be written
 */
export async function answerFolder(folder: string, server: string): Promise<AnswerStore> {
  await madeFolder(folder).catch((error: unknown) => {
    throw error instanceof Failure ? error : unwritable(folder, error);
  });
  const keyOf = (question: KeptQuestion): object => ({ format, server, ...question });
  const fileOf = (question: KeptQuestion): string => {
    const hash = createHash("sha256")
      .update(JSON.stringify(keyOf(question)))
      .digest("hex")
      .slice(0, 24);
    return join(folder, `answer-${hash}.json`);
  };
  return {
    read: async (question) => {
      try {
        const kept: KeptAnswer = JSON.parse(await readFile(fileOf(question), "utf8"));
        const { series, ...key } = kept;
        return JSON.stringify(key) === JSON.stringify(keyOf(question)) ? series.map(read) : undefined;
      } catch {
        return undefined;
      }
    },
    write: async (question, answer) => {
      const file = fileOf(question);
      const text = JSON.stringify({ ...keyOf(question), series: answer.map(written) });
      try {
        await writeFile(`${file}.${process.pid}.new`, text);
        await rename(`${file}.${process.pid}.new`, file);
      } catch (error) {
        throw unwritable(folder, error);
      }
    },
  };
}

function written({ labels, times, values }: SourceSeries): KeptAnswer["series"][number] {
  return {
    labels,
    times: Array.from(times),
    values: Array.from(values, (value) => (Number.isFinite(value) ? value : String(value))),
  };
}

function read({ labels, times, values }: KeptAnswer["series"][number]): SourceSeries {
  return { labels, times: Float64Array.from(times), values: Float64Array.from(values, Number) };
}

function unwritable(folder: string, cause: unknown): Failure {
  return new Failure(
    exitCodes.notAllowed,
    `Answers cannot be kept in ${folder}: ${(cause as Error).message}. Give --resume-from a folder that can be written.`,
    { cause },
  );
}
