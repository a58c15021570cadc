import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Answer } from "./answer.ts";
import { type GrafanaClient, isBusy } from "./grafana-client.ts";

/** What was asked for, as the message of a refusal needs it. */
export interface Asked {
  /** For example `read the folder services`. */
  readonly act: string;
  /** Grafana's permission with its scope, for example `folders:read on folders:uid:services`. */
  readonly permission: string;
}

/** A refusal that concerns the token, and so every further request. */
export class SignInRefused extends Failure {}

/** Explains an answer that no one expected: who has to do what. */
export function refusal(grafana: GrafanaClient, answer: Answer, { act, permission }: Asked): Failure {
  const { status, isPage, message } = answer;
  const said = message === "" || isPage ? "" : ` It says: ${message}`;
  const could = `Grafana at ${grafana.address} did not let us ${act}`;
  if (status === 401) {
    return new SignInRefused(
      exitCodes.notAllowed,
      `${could} (401): it does not accept the token from ${grafana.tokenSource}. Check that it belongs to this Grafana and has not expired.${said}`,
    );
  }
  if (status === 403) {
    return new Failure(
      exitCodes.notAllowed,
      `${could} (403): the token from ${grafana.tokenSource} lacks the permission ${permission}. Give its service account the role Editor, or this permission.${said}`,
    );
  }
  if (isBusy(status)) {
    return new Failure(
      exitCodes.unreachable,
      `Grafana at ${grafana.address} could not ${act} (${status})${isPage ? ": a page for browsers came, so a proxy before it answers" : ""}. Try again later.${said}`,
    );
  }
  if (isPage || answer.json === undefined || status === 404) {
    return new Failure(
      exitCodes.incompatible,
      `What answers at ${grafana.address} is not Grafana's HTTP API: it was asked to ${act} and sent ${isPage ? "a page for browsers" : "something else than its JSON"} (${status}). Check the address, the path below which Grafana is served, and sign-in pages of a proxy.${said}`,
    );
  }
  if (status === 409 || status === 412) {
    return new Failure(exitCodes.conflict, `${could} (${status}).${said}`);
  }
  return new Failure(
    exitCodes.incompatible,
    `Grafana at ${grafana.address} refused to ${act} (${status}). Its version may be too old for these boards, or a limit of a proxy too low.${said}`,
  );
}
