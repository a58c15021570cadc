import { counter, defineService, otel, requests } from "@signalbox/contract";
import { objectives, type ServiceObjectives, stopped, threshold } from "../../../config/index.ts";

/** A service that has every kind of symptom: lean requests, calls, work, and counters that are watched. */
export const mailroom = defineService({
  name: "mailroom",
  team: "finance",
  description: "Sends letters and parcels.",
  http: otel({ detail: "lean" }),
  dependencies: { carrier: { host: "carrier.example" }, maps: { host: "*.maps.example" } },
  work: { letters: { description: "Prints letters." }, digest: { description: "Sends the nightly digest." } },
  metrics: {
    mailroom_letters_sent_total: counter("Letters sent.", { kind: ["plain", "registered"] }),
    mailroom_parcels_sent_total: counter("Parcels sent."),
    mailroom_returns_total: counter("Parcels that came back."),
  },
  indicators: { availability: requests(), labels: requests({ routes: ["POST /labels"] }) },
});

/** Its objectives, one of which pages, with alerts about three counters and two kinds of work. */
export const mailroomObjectives: ServiceObjectives = objectives(
  mailroom,
  { availability: { targetRatio: 0.997, page: true } },
  {
    windowDays: 27,
    business: {
      mailroom_letters_sent_total: [stopped({ page: true }), threshold({ atLeast: 12, within: "6m" })],
      mailroom_parcels_sent_total: stopped({ within: "30m" }),
      mailroom_returns_total: threshold({ atLeast: 2, atMost: 40, within: "1h" }),
    },
    work: { letters: { successWithinSeconds: 900 }, digest: { successWithinSeconds: 1_530 } },
  },
);
