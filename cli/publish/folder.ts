import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Answer } from "./answer.ts";
import { folderUid } from "./folder-uid.ts";
import { type GrafanaClient, isBusy } from "./grafana-client.ts";
import { refusal } from "./refusal.ts";
import { RequestLost } from "./request-failure.ts";

/** The folder of the boards. */
export interface PublishedFolder {
  readonly uid: string;
  readonly title: string;
  /** `missing` only in a dry run, which creates nothing. */
  readonly state: "present" | "created" | "missing";
  /** How Grafana calls the folder, when it is not the title of the config. */
  readonly otherTitle?: string;
}

/**
 * Finds the folder by the uid of its title and creates it when it is missing; a folder that another run creates at the
 * same time is taken. Throws a {@link Failure} when Grafana does not allow it or is not reached.
 */
export async function publishedFolder(
  grafana: GrafanaClient,
  title: string,
  dryRun: boolean,
): Promise<PublishedFolder> {
  const uid = folderUid(title);
  const present = await readFolder(grafana, uid, title);
  if (present !== undefined) return present;
  if (dryRun) return { uid, title, state: "missing" };
  for (let retry = 0; ; retry += 1) {
    const attempt = await createdFolder(grafana, uid, title);
    if (attempt === "created") return { uid, title, state: "created" };
    // Another run may have created it, or this one without an answer.
    const now = await folderAfter(grafana, uid, title, attempt.failure);
    if (now !== undefined) return attempt.unclear ? { ...now, state: "created" } : now;
    if (!attempt.unclear || retry >= grafana.limits.retries) throw attempt.failure;
    await grafana.waitBeforeRetry(retry, attempt.retryAfterSeconds);
  }
}

async function folderAfter(
  grafana: GrafanaClient,
  uid: string,
  title: string,
  failure: Failure,
): Promise<PublishedFolder | undefined> {
  try {
    return await readFolder(grafana, uid, title);
  } catch {
    throw new Failure(
      failure.exitCode,
      `Whether Grafana created the folder ${uid} is unknown, and no board was written. Run publish again: it looks first. ${failure.message}`,
      { cause: failure },
    );
  }
}

async function readFolder(grafana: GrafanaClient, uid: string, title: string): Promise<PublishedFolder | undefined> {
  const answer = await grafana.read(`/api/folders/${uid}`);
  if (answer.status === 404 && answer.json !== undefined) return undefined;
  const found = answer.json?.["title"];
  if (answer.status !== 200 || typeof found !== "string") {
    throw refusal(grafana, answer, { act: `read the folder ${uid}`, permission: `folders:read on folders:uid:${uid}` });
  }
  return { uid, title, state: "present", ...(found === title ? {} : { otherTitle: found }) };
}

type Attempt = { readonly failure: Failure; readonly unclear: boolean; readonly retryAfterSeconds: number | undefined };

async function createdFolder(grafana: GrafanaClient, uid: string, title: string): Promise<"created" | Attempt> {
  let answer: Answer;
  try {
    answer = await grafana.send("/api/folders", { uid, title });
  } catch (error) {
    if (!(error instanceof RequestLost && error.mayHaveArrived)) throw error;
    return { failure: error, unclear: true, retryAfterSeconds: undefined };
  }
  if (answer.status >= 200 && answer.status < 300 && answer.json !== undefined) return "created";
  const asked = { act: `create the folder ${uid}`, permission: "folders:create on folders:uid:general" };
  if (answer.status !== 409 && answer.status !== 412) {
    const failure = refusal(grafana, answer, asked);
    if (!isBusy(answer.status)) throw failure;
    return { failure, unclear: true, retryAfterSeconds: answer.retryAfterSeconds };
  }
  const failure = new Failure(
    exitCodes.conflict,
    `Grafana has a folder ${JSON.stringify(title)} already, with another uid than ${uid}. Choose another grafana.folder in the config, or rename the folder in Grafana. It says: ${answer.message}`,
  );
  return { failure, unclear: false, retryAfterSeconds: undefined };
}
