import { defineService, exposedMetrics, isDefinitionError, maximumSamples, otel, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";

const full = {
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  indicators: { availability: requests() },
};
const lean = { ...full, http: otel({ detail: "lean" }) };

describe("a lean HTTP family", () => {
  it("has the status on a counter, and only method and route on the histogram", () => {
    const shown = exposedMetrics(defineService(lean)).slice(0, 3);
    expect(shown.map(({ name, type, labels }) => [name, type, ...Object.keys(labels)])).toEqual([
      ["http_server_request_duration_seconds", "histogram", "http_request_method", "http_route"],
      [
        "http_server_requests_total",
        "counter",
        "http_request_method",
        "http_route",
        "http_response_status_code",
        "error_type",
      ],
      ["http_server_active_requests", "gauge", "http_request_method", "url_scheme"],
    ]);
  });

  it("leaves room for the counter and its overflow series in a scrape", () => {
    expect(maximumSamples(defineService(lean)) - maximumSamples(defineService(full))).toBe(2001);
  });

  it("refuses a detail that there is not, and says which there are", () => {
    const http = { ...otel(), detail: "some" as "full" };
    const problems = (): unknown => {
      try {
        return defineService({ ...full, http });
      } catch (error) {
        return isDefinitionError(error) ? error.problems : error;
      }
    };
    expect(problems()).toEqual([
      expect.objectContaining({
        path: "http.detail",
        rule: "full or lean is needed",
        received: expect.stringContaining("some"),
      }),
    ]);
  });
});
