import {
  DefinitionError,
  defineService,
  exposedMetrics,
  histogram,
  maximumSamples,
  otel,
  requests,
} from "@signalbox/contract";
import { describe, expect, it } from "vitest";

const described = { name: "shop", team: "storefront", description: "Sells products.", process: "none" } as const;

function waiting(native?: boolean | { readonly growth?: number }) {
  return defineService({
    ...described,
    metrics: {
      shop_wait_seconds: histogram("Wait.", {
        unit: "seconds",
        bounds: [1, 2],
        labels: { by: ["a", "b", "c"] },
        ...(native !== undefined && { native }),
      }),
    },
  });
}

function nativeOf(service: ReturnType<typeof waiting>) {
  return exposedMetrics(service).find(({ name }) => name === "shop_wait_seconds")?.native;
}

describe("native buckets of a definition", () => {
  it("are there when it asks for them, with a growth of 1.1 unless told", () => {
    expect(nativeOf(waiting(true))).toEqual({ growth: 1.1 });
    expect(nativeOf(waiting({}))).toEqual({ growth: 1.1 });
    expect(nativeOf(waiting({ growth: 1.03 }))).toEqual({ growth: 1.03 });
  });

  it("are not there when it does not", () => {
    expect(nativeOf(waiting())).toBeUndefined();
    expect(nativeOf(waiting(false))).toBeUndefined();
  });

  it("can be those of the durations of requests", () => {
    const indicators = { availability: requests() };
    const exposed = exposedMetrics(
      defineService({ ...described, http: otel({ native: { growth: 1.2 } }), indicators }),
    );
    expect(exposed.find(({ name }) => name === "http_server_request_duration_seconds")?.native).toEqual({
      growth: 1.2,
    });
    expect(exposedMetrics(defineService({ ...described, indicators }))[0]?.native).toBeUndefined();
  });

  it("add one sample to each label set", () => {
    expect(maximumSamples(waiting(true)) - maximumSamples(waiting())).toBe(3 + 1);
    const lean = defineService({ ...described, http: otel({ native: true }) });
    expect(maximumSamples(lean) - maximumSamples(defineService(described))).toBe(500 + 1);
  });

  it("have a growth that is refused, with its place, when it is no factor above 1", () => {
    expect(() => defineService({ ...described, http: otel({ native: { growth: 1 } }) })).toThrow(DefinitionError);
    expect(() => defineService({ ...described, http: otel({ native: { growth: 1 } }) })).toThrow("http.native.growth");
  });
});
