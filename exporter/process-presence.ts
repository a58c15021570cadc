import { type ProcessRecord, processRecord } from "./process-record.ts";
import type { SelfReport } from "./self-report.ts";
import { exporterVersion } from "./version.ts";

/** This copy, told from others by its identity. */
const thisCopy: object = Object.freeze({});

/** Tells the process of one instrumentation of a service, and reports copies and doubles that would hide or repeat counts. */
export class ProcessPresence {
  readonly #service: string;
  readonly #report: SelfReport;
  readonly #record: ProcessRecord;
  #isInstrumented = true;
  #isListening = false;

  constructor(service: string, report: SelfReport) {
    this.#service = service;
    this.#report = report;
    this.#record = processRecord();
    this.#record.copies.set(thisCopy, exporterVersion);
    this.#reportCopies();
    const counts = this.#counts();
    counts.instrumented += 1;
    if (counts.listening > 0) this.#reportDouble();
  }

  /** Says that this instrumentation is the one that is scraped. */
  listening(): void {
    if (this.#isListening || !this.#isInstrumented) return;
    this.#isListening = true;
    const counts = this.#counts();
    counts.listening += 1;
    if (counts.instrumented > 1) this.#reportDouble();
  }

  /** Says that this instrumentation has ended. */
  ended(): void {
    if (!this.#isInstrumented) return;
    this.#isInstrumented = false;
    const counts = this.#counts();
    counts.instrumented -= 1;
    if (this.#isListening) counts.listening -= 1;
  }

  /** Ends with a server, when that is closed. */
  until<S extends { close(): Promise<void> }>(served: S): S {
    const close = async (): Promise<void> => {
      await served.close();
      this.ended();
    };
    return { ...served, close };
  }

  #counts(): { instrumented: number; listening: number } {
    const counts = this.#record.services.get(this.#service) ?? { instrumented: 0, listening: 0 };
    this.#record.services.set(this.#service, counts);
    return counts;
  }

  #reportCopies(): void {
    if (this.#record.copies.size < 2) return;
    const versions = [...this.#record.copies.values()].join(" and ");
    this.#once(
      "copies",
      `${this.#record.copies.size} copies of @signalbox/exporter are loaded in this process, versions ${versions}; each has metrics ` +
        "of its own, and a scrape shows those of one. `npm ls @signalbox/exporter` tells who brings them",
    );
  }

  #reportDouble(): void {
    this.#once(
      this.#service,
      `the service ${JSON.stringify(this.#service)} is instrumented more than once in this process, and each has metrics of its ` +
        "own, of which a scrape shows one; call instrument() once, in a module that the others import",
    );
  }

  #once(key: string, message: string): void {
    if (this.#record.reported.has(key)) return;
    this.#record.reported.add(key);
    this.#report.message(message);
  }
}
