import { objectives } from "signalbox";
import { shop } from "./shop.signalbox.ts";

export const shopObjectives = objectives(
  shop,
  {
    availability: { targetRatio: 0.999, page: true },
    fast: { targetRatio: 0.99 },
  },
  { windowDays: 28 },
);
