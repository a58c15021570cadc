import { defineService, promClient, requests } from "@signalbox/contract";
import { objectives, type ServiceObjectives } from "../../config/index.ts";

const till = defineService({
  name: "till",
  team: "finance",
  description: "Takes the money.",
  http: promClient({ duration: "till_request_seconds", bounds: [0.5, 2], native: true }),
  indicators: {
    answers: requests(),
    fast: requests({ fasterThanSeconds: 0.5 }),
  },
});

/** A foreign service whose histogram of durations is stored as a native one. */
export const tillObjectives: ServiceObjectives = objectives(
  till,
  { answers: { targetRatio: 0.99, page: true }, fast: { targetRatio: 0.95 } },
  { windowDays: 25 },
);
