import type { Unit } from "@signalbox/contract";
import { inWords } from "../scope.ts";

/** A metric's name in words, without the service, `_total` and the unit: `shop_orders_placed_total` is "Orders placed". */
export function metricTitle(service: string, name: string, unit: Unit | undefined): string {
  const prefix = `${service.replaceAll("-", "_")}_`;
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const endings = ["total", ...(unit === undefined ? [] : [unit])];
  return inWords(endings.reduce(withoutEnding, own));
}

function withoutEnding(name: string, ending: string): string {
  return name.endsWith(`_${ending}`) ? name.slice(0, -ending.length - 1) : name;
}
