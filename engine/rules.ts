import type { Calls } from "./calls.ts";
import { StorageLost } from "./errors.ts";
import { readNumber, type WrittenNumber } from "./numbers.ts";
import type { Labels } from "./results.ts";
import type { OpenStorage, Storage } from "./storage.ts";

/** What rules see of the server that they run on. */
export interface RulesOptions {
  /** The labels that `$externalLabels` holds; default none. */
  readonly externalLabels?: Labels;
  /** What `$externalURL` and `externalURL` give; default empty. */
  readonly externalUrl?: string;
  /** The interval of groups that name none, in seconds; default 60, as Prometheus has it. */
  readonly intervalSeconds?: number;
}

/** One rule as its file has it, the labels of its group included. */
export interface Rule {
  readonly kind: "alert" | "record";
  readonly name: string;
  readonly expression: string;
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly forSeconds: number;
  readonly keepFiringForSeconds: number;
}

/** One group of rules, in the order of its file. */
export interface RuleGroup {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly rules: readonly Rule[];
}

/** How the evaluation of one rule went. */
export interface RuleOutcome {
  readonly group: string;
  readonly name: string;
  readonly kind: "alert" | "record";
  /** Prometheus's own words; absent when all went well. */
  readonly error?: string;
  /** How many samples the rule wrote. */
  readonly samples: number;
}

/** An alert that is pending or firing. */
export interface AlertInstance {
  readonly group: string;
  readonly name: string;
  readonly state: "pending" | "firing";
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Since when its expression holds, in milliseconds since 1970. */
  readonly activeAtMillis: number;
  /** Since when it fires; absent while it is pending. */
  readonly firedAtMillis?: number;
  /** What its expression gave last. */
  readonly value: number;
}

/** One evaluation of all rules. */
export interface Evaluation {
  readonly rules: readonly RuleOutcome[];
  readonly alerts: readonly AlertInstance[];
}

/** A span of simulated time, both ends included, in milliseconds since 1970. */
export interface Span {
  readonly startMillis: number;
  readonly endMillis: number;
  /**
   * Evaluate every group at this step, and take it as the step of subqueries that name none, as
   * `promtool test rules` does with its `evaluation_interval`; default each group's own interval.
   */
  readonly stepSeconds?: number;
  /** Evaluate all rules at each time before the next time, even where whole range queries give the same; default false. */
  readonly stepByStep?: boolean;
}

/** One life of an alert: pending, perhaps firing, perhaps over. Times in milliseconds since 1970. */
export interface AlertPeriod {
  readonly group: string;
  readonly name: string;
  readonly labels: Labels;
  /** From when its expression held. */
  readonly pendingFromMillis: number;
  /** From when it fired; absent when it never did. The same as `pendingFromMillis` without a `for`. */
  readonly firingFromMillis?: number;
  /** The first evaluation at which it was gone; absent when it was still there at the end of the span. */
  readonly endMillis?: number;
  /** What its annotations said, from which evaluation on; one entry more each time that they changed. */
  readonly annotations: readonly { readonly fromMillis: number; readonly texts: Labels }[];
}

/** An error that a rule had, once or more often, within a span. */
export interface RuleError {
  readonly group: string;
  readonly name: string;
  /** Prometheus's own words. */
  readonly message: string;
  readonly firstTimeMillis: number;
  readonly count: number;
}

/** What became of the alerts over a span. */
export interface RangeEvaluation {
  /** `batch`: one range query for each rule. `stepwise`: all rules at each time. The results are the same. */
  readonly mode: "batch" | "stepwise";
  /** Why it was not `batch`; empty or absent when it could have been. */
  readonly whyStepped?: string;
  /** In the order of their start. */
  readonly alerts: readonly AlertPeriod[];
  readonly errors: readonly RuleError[];
}

/** A firing alert, with what its annotations said at the time that was asked for. */
export interface FiringAlert {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/**
 * A loaded rule file with the state of its alerts.
 *
 * The state belongs to one run on one storage, forward in time. Open a new rule set for another run.
 */
export interface RuleSet {
  readonly groups: readonly RuleGroup[];
  /** Evaluates every group once at one time, in the order of the file, and appends results, ALERTS and ALERTS_FOR_STATE. */
  evaluate(storage: Storage, timeMillis: number): Promise<Evaluation>;
  /** Evaluates the groups over a span and appends their results. The state of alerts goes on from where it was. */
  evaluateRange(storage: Storage, span: Span): Promise<RangeEvaluation>;
  /** Frees the memory; later calls reject with StorageLost. */
  dispose(): Promise<void>;
}

/**
 * The alerts that fire at a time, as the last evaluation at or before it left them.
 *
 * This is what `alert_rule_test` of `promtool test rules` compares.
 */
export function firingAt(evaluation: RangeEvaluation, timeMillis: number): readonly FiringAlert[] {
  return evaluation.alerts
    .filter(
      ({ firingFromMillis, endMillis }) =>
        firingFromMillis !== undefined &&
        firingFromMillis <= timeMillis &&
        (endMillis === undefined || endMillis > timeMillis),
    )
    .map(({ name, labels, annotations }) => ({
      name,
      labels,
      annotations: annotations.findLast(({ fromMillis }) => fromMillis <= timeMillis)?.texts ?? {},
    }));
}

export async function openRules(calls: Calls, yaml: string, options: RulesOptions = {}): Promise<RuleSet> {
  const { body } = await calls.call("openRules", { yaml, intervalSeconds: 60, ...options });
  const { handle, groups }: { handle: number; groups: readonly RuleGroup[] } = JSON.parse(body);
  const life = calls.life;
  const call = async (method: string, storage: Storage, parameters: object): Promise<string> => {
    const into = storage as OpenStorage;
    if (into.life !== life) {
      throw new StorageLost("storage", "it belongs to another engine, or to one that had to start afresh");
    }
    return (await calls.call(method, { rules: handle, storage: into.handle, ...parameters }, { life })).body;
  };
  return {
    groups,
    evaluate: async (storage, timeMillis) => {
      const evaluation = JSON.parse(await call("evaluateRules", storage, { timeMillis }));
      return {
        ...evaluation,
        alerts: evaluation.alerts.map((alert: AlertInstance & { value: WrittenNumber }) => ({
          ...alert,
          value: readNumber(alert.value),
        })),
      };
    },
    evaluateRange: async (storage, span) => JSON.parse(await call("evaluateRulesInSpan", storage, span)),
    dispose: async () => {
      await calls.call("disposeRules", { rules: handle }, { life });
    },
  };
}
