/**
 * The HTTP server metrics of a service: how they are named and what they tell.
 * Queries take a family, so that boards and rules are the same whoever counts the requests.
 */
export interface HttpFamily {
  readonly preset: "otel" | "promClient";
  /** `events`: the service counts its indicators itself (`sli_events_total`). `statusCodes`: they are read from the duration histogram. */
  readonly indicatorSource: "events" | "statusCodes";
  /** The histogram of request durations. */
  readonly duration: {
    readonly metric: string;
    readonly unit: "seconds" | "milliseconds";
    /** Bucket bounds in the histogram's own unit. */
    readonly bounds: readonly number[];
  };
  /** The names of the three labels that every question needs. */
  readonly labels: { readonly method: string; readonly route: string; readonly status: string };
  /** Further labels of the histogram. */
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

/** OpenTelemetry's HTTP server metrics as Prometheus sees them; what our exporter emits. The default. */
export function otel(): HttpFamily {
  return {
    preset: "otel",
    indicatorSource: "events",
    duration: { metric: "http_server_request_duration_seconds", unit: "seconds", bounds: otelDurationBounds },
    labels: { method: "http_request_method", route: "http_route", status: "http_response_status_code" },
    otherLabels: ["url_scheme", "error_type"],
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
    duration: {
      metric: names.duration ?? "http_request_duration_seconds",
      unit: names.unit ?? "seconds",
      bounds: names.bounds ?? [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
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
