import { isRecord } from "@signalbox/contract";
import { oneLine } from "../output/one-line.ts";
import type { GrafanaClient } from "./grafana-client.ts";
import { refusal } from "./refusal.ts";

/** A board as Grafana has it. */
export interface StoredBoard {
  readonly dashboard: Readonly<Record<string, unknown>>;
  /** Counts the saves; sent back with a write, so that a save in between is not lost. */
  readonly version: number;
  /** Empty at the root. */
  readonly folderUid: string;
  /** Files on Grafana's disk own it. */
  readonly isProvisioned: boolean;
  /** Who saved it last, as Grafana tells; empty when it does not. */
  readonly savedBy: string;
}

/** Reads a board by its uid; undefined when there is none. Throws a {@link Failure} for every other answer. */
export async function storedBoard(grafana: GrafanaClient, uid: string): Promise<StoredBoard | undefined> {
  const answer = await grafana.read(`/api/dashboards/uid/${encodeURIComponent(uid)}`);
  if (answer.status === 404 && answer.json !== undefined) return undefined;
  const dashboard = answer.json?.["dashboard"];
  const meta = answer.json?.["meta"];
  const version = isRecord(dashboard) ? dashboard["version"] : undefined;
  if (answer.status !== 200 || !isRecord(dashboard) || !isRecord(meta) || typeof version !== "number") {
    const permission = `dashboards:read on dashboards:uid:${uid}`;
    throw refusal(grafana, answer, { act: `read the board ${uid}`, permission });
  }
  return {
    dashboard,
    version,
    folderUid: text(meta["folderUid"]),
    isProvisioned: meta["provisioned"] === true,
    savedBy: oneLine(text(meta["updatedBy"])),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
