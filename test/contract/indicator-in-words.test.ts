import { badInWords, counter, defineService, promClient, ratio, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";

const described = { name: "shop", team: "storefront", description: "Sells products." };
const shop = defineService({
  ...described,
  metrics: { shop_paid_total: counter("Paid."), shop_refused_total: counter("Refused.") },
  indicators: {
    availability: requests({ abandonedAfterSeconds: 7 }),
    checkout: requests({ routes: ["POST /orders", "/carts"], alsoBad: [409] }),
    fast: requests({ fasterThanSeconds: 0.3 }),
    payments: ratio({ bad: "shop_refused_total", total: "shop_paid_total" }),
  },
});
const foreign = defineService({
  ...described,
  http: promClient({ badStatus: "5..|499" }),
  indicators: { availability: requests() },
});

describe("badInWords", () => {
  it.each([
    [shop, "availability", "requests answered with 5xx, broken off, or without an answer for 7 s"],
    [
      shop,
      "checkout",
      "requests to POST /orders or /carts answered with 5xx or 409, broken off, or without an answer for 5 s",
    ],
    [shop, "fast", "requests that take longer than 0.3 s (failed ones do not count here)"],
    [shop, "payments", "shop_refused_total of shop_paid_total"],
    [foreign, "availability", "requests answered with 5..|499"],
  ])("says what is bad (%#)", (service, name, words) => {
    expect(badInWords(service, name)).toBe(words);
  });
});
