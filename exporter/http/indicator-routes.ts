import type { SelfReport } from "../self-report.ts";
import { setIn } from "../storage/series-cell.ts";
import type { CountedIndicator, IndicatorCounts, IndicatorRoute } from "./indicator-counts.ts";
import type { KnownRoute, RouterWalk } from "./router-routes.ts";

/** Holds the routes of the indicators against the routes that the router knows, and reports the ones that match nothing. */
export class IndicatorRoutes {
  readonly #counts: IndicatorCounts;
  readonly #router: RouterWalk;
  readonly #report: SelfReport;
  readonly #reported = new Set<string>();
  #isMatched = false;

  constructor(counts: IndicatorCounts, router: RouterWalk, report: SelfReport) {
    this.#counts = counts;
    this.#router = router;
    this.#report = report;
  }

  /** Sets `sli_unmatched_routes` for every indicator and logs each route that matches nothing once; done when all match. */
  resolve(): void {
    if (this.#isMatched) return;
    try {
      const known = this.#router.look();
      if (known === undefined) return;
      this.#resolveAll(known, "the router has no route", "write it as the router knows it, with mounts and parameters");
    } catch (error) {
      this.#report.error("routes of the indicators", error);
    }
  }

  /** Reports every route of an indicator, for a handler that tells the route of no request. */
  resolveUntold(): void {
    this.#resolveAll([], "signals.node() is not told the route", "give it the option route, which returns templates");
  }

  /** Says that routes which indicators list cannot be held against a router, and why; nothing when none are listed. */
  tellUnseen(reason: string): void {
    if (this.#counts.indicators.every(({ routes }) => routes === undefined)) return;
    this.#report.message(`${reason}, so a route of an indicator that matches nothing is not noticed`);
  }

  #resolveAll(known: readonly KnownRoute[], fault: string, remedy: string): void {
    const missing = this.#counts.indicators.map((one) => this.#resolveOne(one, known, fault, remedy));
    this.#isMatched = missing.every((routes) => routes === 0);
  }

  #resolveOne(indicator: CountedIndicator, known: readonly KnownRoute[], fault: string, remedy: string): number {
    const missing = (indicator.routes ?? []).filter((route) => !known.some((candidate) => answers(candidate, route)));
    const table = this.#counts.tables?.unmatched;
    if (table !== undefined) setIn(table.pageOf(indicator.row), table.startOf(indicator.row), missing.length);
    for (const { text } of missing) {
      const key = `${indicator.name} ${text}`;
      if (this.#reported.has(key)) continue;
      this.#reported.add(key);
      this.#report.message(`indicators.${indicator.name}.routes: ${fault} ${text}, so it never counts; ${remedy}`);
    }
    return missing.length;
  }
}

function answers(known: KnownRoute, route: IndicatorRoute): boolean {
  if (known.template !== route.path) return false;
  if (route.method === undefined || known.methods === undefined || known.methods.includes(route.method)) return true;
  return route.method === "HEAD" && known.methods.includes("GET");
}
