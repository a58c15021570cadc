import { counter, defineService, promClient, ratio, requests } from "@signalbox/contract";
import { objectives, type ServiceObjectives } from "../../config/index.ts";

const archive = defineService({
  name: "archive",
  team: "finance",
  description: "Keeps old books.",
  http: promClient({ duration: "archive_request_ms", unit: "milliseconds", bounds: [15, 300, 1001] }),
  metrics: {
    archive_reads_total: counter("Volumes asked for."),
    archive_reads_failed_total: counter("Volumes that could not be read."),
    archive_reads_torn_total: counter("Volumes that were read in part."),
  },
  indicators: {
    availability: requests(),
    volumes: requests({ routes: ["GET /volumes", "/shelves"] }),
    prompt: requests({ fasterThanSeconds: 0.3 }),
    patient: requests({ fasterThanSeconds: 1.001 }),
    shelves: requests({ routes: ["/shelves"], fasterThanSeconds: 1.001 }),
    reads: ratio({ bad: "archive_reads_failed_total", total: "archive_reads_total" }),
    readers: ratio({ bad: "archive_reads_failed_total", total: "archive_reads_total" }),
    whole: ratio({ bad: "archive_reads_torn_total", total: "archive_reads_total" }),
  },
});

/** A foreign service of which several indicators read the same requests, with targets far apart. */
export const overlapping: ServiceObjectives = objectives(
  archive,
  {
    availability: { targetRatio: 0.9995, page: true },
    volumes: { targetRatio: 0.9, page: true },
    prompt: { targetRatio: 0.93 },
    patient: { targetRatio: 0.999 },
    shelves: { targetRatio: 0.96 },
    reads: { targetRatio: 0.998, page: true },
    readers: { targetRatio: 0.85 },
    whole: { targetRatio: 0.97 },
  },
  { windowDays: 30 },
);
