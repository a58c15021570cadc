import { instrument } from "@signalbox/exporter";
import { shop } from "./shop.signalbox.ts";

export const signals = instrument(shop);
