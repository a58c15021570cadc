import { describe, expect, it } from "vitest";
import { objectives } from "../../config/index.ts";
import { config, shop } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("too-many-pages", () => {
  const findings = findingsOf("too-many-pages");
  const paging = (payments: boolean) => ({
    config: {
      ...config,
      services: [
        objectives(shop, {
          availability: { targetRatio: 0.999, page: true },
          checkout: { targetRatio: 0.9995, page: true },
          fast: { targetRatio: 0.99, page: true },
          payments: { targetRatio: 0.995, page: payments },
        }),
      ],
    },
  });

  it("names the objectives of a service of which more than three page", async () => {
    const found = await findings(paging(true));
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ["warning", expect.stringMatching(/^4 objectives of shop page: availability, fast, checkout, payments\./)],
    ]);
  });

  it("is silent about three", async () => {
    expect(await findings(paging(false))).toEqual([]);
  });
});
