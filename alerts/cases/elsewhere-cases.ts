import type { Config } from "../../config/index.ts";
import type { BehaviourCase, InputSeries } from "./behaviour-case.ts";

/**
 * For each alert the stories in which it fires, told of others at once: a service of another name in the same place, and one of
 * the same name elsewhere. An alert that fires without data goes on firing while others have some.
 */
export function elsewhereCases(cases: readonly BehaviourCase[], config: Config): readonly BehaviourCase[] {
  const rules = new Map<string, BehaviourCase[]>();
  for (const one of cases) {
    const key = JSON.stringify([one.alert, one.ruleLabels]);
    rules.set(key, [...(rules.get(key) ?? []), one]);
  }
  return [...rules.values()].flatMap((own) => {
    const [first, ...more] = own.filter(({ behaviour, pace }) => behaviour === "fires" && pace === undefined);
    if (first === undefined) return [];

    const needsNoData = own.some(({ notApplicable }) => notApplicable?.silentWithoutData !== undefined);
    return needsNoData
      ? firingBesideOthers(first, own, config)
      : silentAboutOthers(more.reduce(withOtherMetrics, first), config);
  });
}

/** A story with all of another one that is about other metrics, as far as the two do not contradict each other. */
function withOtherMetrics(fires: BehaviourCase, other: BehaviourCase): BehaviourCase {
  const known = new Set(fires.series.map(({ metric }) => metric));
  if (other.series.every(({ metric }) => known.has(metric))) return fires;
  const keyOf = ({ metric, labels }: InputSeries): string => JSON.stringify([metric, Object.entries(labels).sort()]);
  const told = new Set(fires.series.map(keyOf));
  const looked = new Set(fires.expectations.map(({ atMinutes }) => atMinutes));
  return {
    ...fires,
    series: [...fires.series, ...other.series.filter((one) => !told.has(keyOf(one)))],
    expectations: [...fires.expectations, ...other.expectations.filter(({ atMinutes }) => !looked.has(atMinutes))],
  };
}

function silentAboutOthers(fires: BehaviourCase, config: Config): readonly BehaviourCase[] {
  const moved = elsewhere(fires, fires.series, config);
  if (moved.length === 0) return [];
  return [
    {
      ...retold(fires, "what others do is no matter of its own"),
      behaviour: "silent",
      proves: [],
      series: moved,
      expectations: fires.expectations.map(({ atMinutes }) => ({ atMinutes, alerts: [] })),
    },
  ];
}

function firingBesideOthers(
  fires: BehaviourCase,
  own: readonly BehaviourCase[],
  config: Config,
): readonly BehaviourCase[] {
  const silent = own.find(({ behaviour, series }) => behaviour === "silent" && series.length > fires.series.length);
  const moved = silent === undefined ? [] : elsewhere(silent, silent.series, config);
  if (moved.length === 0) return [];
  return [{ ...retold(fires, "others do not stand in for it"), proves: [], series: [...fires.series, ...moved] }];
}

function retold({ notApplicable: _, ...fires }: BehaviourCase, sentence: string): BehaviourCase {
  const [subject = ""] = fires.name.split(": ");
  return { ...fires, name: `${subject}: ${sentence}.` };
}

/** The series of a service twice: under another name, and in another place; none when no series names the service. */
function elsewhere({ service }: BehaviourCase, series: readonly InputSeries[], config: Config): readonly InputSeries[] {
  const own = series.filter(({ labels }) => labels["job"] === service);
  const placeLabels = config.identity.filter((label) => label !== "job");
  const moved = (labels: readonly string[]): readonly InputSeries[] =>
    labels.length === 0
      ? []
      : own.map((one) => ({
          ...one,
          labels: Object.fromEntries(
            Object.entries(one.labels).map(([name, value]) => [
              name,
              labels.includes(name) ? `${value}-of-others` : value,
            ]),
          ),
        }));
  return [...moved(["job"]), ...moved(placeLabels)];
}
