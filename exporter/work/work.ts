import type { ExposedMetric, Service } from "@signalbox/contract";
import type { ScrapeSource } from "../exposition/scrape-source.ts";
import type { SelfReport } from "../self-report.ts";
import { measuredWork, type WorkFunction, type WorkOptions } from "./measured-work.ts";
import { type WorkClocks, WorkRuns } from "./work-runs.ts";

/** Measures the runs of one kind of work. */
export type MeasureWork<Name extends string = string> = <Arguments extends unknown[], Result, This>(
  name: Name,
  work: WorkFunction<Arguments, Result, This>,
  options?: WorkOptions<NoInfer<Arguments>>,
) => WorkFunction<Arguments, Result, This>;

/** The metrics of the work that a definition declares, and the way to measure it. */
export interface WorkSource extends ScrapeSource {
  readonly measure: MeasureWork;
}

/** The work of a service; without any declared, nothing is exposed and every name is refused. */
export function workSource(
  service: Service,
  exposed: readonly ExposedMetric[],
  report: SelfReport,
  clocks: WorkClocks,
): WorkSource {
  const names = Object.keys(service.work);
  const runs = names.length === 0 ? undefined : new WorkRuns(service, exposed, report, clocks);
  return {
    tables: runs?.tables ?? [],
    measure: (name, work, options = {}) => {
      const rows = runs?.rows(name);
      if (runs === undefined || rows === undefined) throw unknownWorkError(service, name, names);
      return measuredWork(runs, rows, work, options);
    },
  };
}

function unknownWorkError(service: Service, name: string, names: readonly string[]): Error {
  const known = names.length === 0 ? "It defines none" : `It defines ${names.join(", ")}`;
  return new Error(
    `signals.work(${JSON.stringify(name)}): the definition of ${service.name} has no work of that name. ${known}; ` +
      `add work: { ${JSON.stringify(name)}: { description: "..." } } to defineService.`,
  );
}
