import type { Control } from "../../live/index.ts";
import type { RunningShop } from "./running-shop.ts";

const buttons = [
  { fault: "failing", label: "Break it", description: "Every second request is answered with an error." },
  { fault: "hanging", label: "Hang it", description: "No request is answered; visitors leave after 6 s." },
  { fault: "slow", label: "Slow it down", description: "Every answer takes 800 ms more." },
  { fault: "none", label: "Repair it", description: "The shop works as it should." },
] as const;

/** The buttons that break and mend the shop. */
export function faultControls(shop: RunningShop): readonly Control[] {
  return buttons.map(({ fault, label, description }) => ({
    id: fault === "none" ? "repair" : fault,
    label,
    description,
    ...(fault === "none" ? {} : { active: async () => shop.fault() === fault }),
    run: () => shop.setFault(fault),
  }));
}
