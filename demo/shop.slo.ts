import { objectives } from "signalbox";
import { shop } from "./shop.signalbox.ts";

/** How good the shop has to be. It never ships: changing a target needs no deploy. */
export const shopObjectives = objectives(
  shop,
  {
    availability: { targetRatio: 0.999, page: true },
    checkout: { targetRatio: 0.9995, page: true },
    fast: { targetRatio: 0.99 },
    payments: { targetRatio: 0.995 },
  },
  { windowDays: 28 },
);
