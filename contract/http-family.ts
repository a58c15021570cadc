import { type NativeOption, type NativeResolution, nativeBuckets } from "./native-histograms.ts";

/**
 * The HTTP server metrics of a service: how they are named and what they tell.
 * Queries take a family, so that boards and rules are the same whoever counts the requests.
 */
export interface HttpFamily {
  readonly preset: "otel" | "promClient";
  /** `events`: the service counts its indicators itself (`sli_events_total`). `statusCodes`: they are read from the duration histogram. */
  readonly indicatorSource: "events" | "statusCodes";
  /** `lean`: the histogram has only method and route, and the status is on {@link requestCounter}. */
  readonly detail: "full" | "lean";
  /** The counter of requests by method, route and status; undefined where the histogram carries the status itself. */
  readonly requestCounter: string | undefined;
  /** The histogram of request durations. */
  readonly duration: {
    readonly metric: string;
    readonly unit: "seconds" | "milliseconds";
    /** Bucket bounds in the histogram's own unit. */
    readonly bounds: readonly number[];
    /** The native buckets that it has as well; none when left out. */
    readonly native?: NativeResolution | undefined;
  };
  /** The names of the three labels that every question needs. */
  readonly labels: { readonly method: string; readonly route: string; readonly status: string };
  /** Further labels of the metric that carries the status. */
  readonly otherLabels: readonly string[];
  /** The gauge of requests in flight, where there is one. */
  readonly activeRequests: string | undefined;
  /** The value of the route label when no route matched. */
  readonly unmatchedRoute: string;
  /** Anchored regular expression for the statuses that are bad; an empty alternative stands for requests that got no answer. */
  readonly badStatus: string;
}

/** Bounds in seconds that OpenTelemetry advises for `http.server.request.duration`. */
export const otelDurationBounds: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** What {@link otel} may be told. */
export interface OtelOptions {
  /**
   * `full`, the default: every label is on the histogram, as OpenTelemetry has it. `lean`: the histogram has only method and
   * route, and `http_server_requests_total` counts by method, route, status and error type, which are far fewer series.
   */
  readonly detail?: "full" | "lean";
  /** Counts durations in native buckets as well, for scrapers that take them; by default not. */
  readonly native?: NativeOption;
}

/** OpenTelemetry's HTTP server metrics as Prometheus sees them; what our exporter emits. The default. */
export function otel(options: OtelOptions = {}): HttpFamily {
  const detail = options.detail ?? "full";
  const isLean = detail === "lean";
  return {
    preset: "otel",
    indicatorSource: "events",
    detail,
    requestCounter: isLean ? "http_server_requests_total" : undefined,
    duration: {
      metric: "http_server_request_duration_seconds",
      unit: "seconds",
      bounds: otelDurationBounds,
      native: nativeBuckets(options.native),
    },
    labels: { method: "http_request_method", route: "http_route", status: "http_response_status_code" },
    otherLabels: isLean ? ["error_type"] : ["url_scheme", "error_type"],
    activeRequests: "http_server_active_requests",
    unmatchedRoute: "",
    badStatus: "5..|",
  };
}

/** The names that a service with hand-written prom-client metrics uses. */
export interface PromClientNames {
  /** Name of the duration histogram; default `http_request_duration_seconds`. */
  readonly duration?: string;
  /** Unit of that histogram; default `seconds`. */
  readonly unit?: "seconds" | "milliseconds";
  /** Its bucket bounds in that unit; default prom-client's own default buckets. */
  readonly bounds?: readonly number[];
  /**
   * Whether Prometheus stores the histogram as a native one (`scrape_native_histograms`); then indicators read it, and buckets
   * where there is none. The bounds are then the thresholds that indicators may use. Default false.
   */
  readonly native?: boolean;
  /** Its label names; default `method`, `route`, `status_code`. */
  readonly labels?: { readonly method?: string; readonly route?: string; readonly status?: string };
  /** Further labels of the histogram; default none. */
  readonly otherLabels?: readonly string[];
  /** A gauge of requests in flight; default none. */
  readonly activeRequests?: string;
  /** The route label's value when nothing matched; default the empty string. */
  readonly unmatchedRoute?: string;
  /** Anchored regular expression of bad statuses; default `5..`. */
  readonly badStatus?: string;
}

/** A service that counts its requests with prom-client and whose code is not touched. Its indicators read status codes. */
export function promClient(names: PromClientNames = {}): HttpFamily {
  return {
    preset: "promClient",
    indicatorSource: "statusCodes",
    detail: "full",
    requestCounter: undefined,
    duration: {
      metric: names.duration ?? "http_request_duration_seconds",
      unit: names.unit ?? "seconds",
      bounds: names.bounds ?? [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      ...(names.native === true && { native: nativeBuckets(true) }),
    },
    labels: {
      method: names.labels?.method ?? "method",
      route: names.labels?.route ?? "route",
      status: names.labels?.status ?? "status_code",
    },
    otherLabels: names.otherLabels ?? [],
    activeRequests: names.activeRequests,
    unmatchedRoute: names.unmatchedRoute ?? "",
    badStatus: names.badStatus ?? "5..",
  };
}
