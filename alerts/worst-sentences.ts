import { dependencyLabel } from "@signalbox/contract";
import {
  equals,
  type Matcher,
  nearestBound,
  type WorstShare,
  worstDependency,
  worstPod,
  worstReplicaSet,
  worstRoute,
} from "../queries/index.ts";
import type { AlertScope, Telling } from "./alert.ts";
import type { AnswerTelling } from "./template-query.ts";

/** Window of the questions: short, so that they name what is wrong now, and cheap. */
const window = "5m";

/** One question and the sentence that tells its answer. */
interface Told {
  readonly ask: (where: readonly Matcher[]) => WorstShare | undefined;
  readonly say: (answer: AnswerTelling) => string;
}

/**
 * What a paged person asks first, in up to four sentences: which route, pod, version and dependency has the largest share of
 * an indicator's bad events. Each is asked while the alert is expanded and is left out where nothing answers; in an
 * expectation nothing does, because behaviour cases have no series that these questions read.
 */
export function worstSentences(indicator: string, { objectives, config }: AlertScope, telling: Telling): string {
  const { service } = objectives;
  const inKubernetes = config.identity.includes("namespace");
  const told: readonly Told[] = [
    {
      ask: (where) => worstRoute(service, indicator, where, window),
      say: ({ label, share }) =>
        ` Worst route: ${label(service.http.labels.method)} ${label(service.http.labels.route)} (${share} of the ${badRequestsInWords(indicator, service)}).`,
    },
    {
      ask: (where) => worstPod(service, indicator, where, window),
      say: ({ label, share }) => ` Worst pod: ${label("pod")} (${share} of the bad events).`,
    },
    ...(inKubernetes
      ? [
          {
            ask: (where: readonly Matcher[]) => worstReplicaSet(service, indicator, where, window),
            say: ({ label, share }: AnswerTelling) =>
              ` Several versions run; worst ReplicaSet: ${label("replicaset")} (${share} of the bad events).`,
          },
        ]
      : []),
    ...(Object.keys(service.dependencies).length === 0
      ? []
      : [
          {
            ask: (where: readonly Matcher[]) => worstDependency(where, window),
            say: ({ label, share }: AnswerTelling) =>
              ` Worst dependency: ${label(dependencyLabel)} (${share} of the failed calls).`,
          },
        ]),
  ];
  const fixed = equals("job", service.name);
  const placeLabels = config.identity.filter((label) => label !== "job");
  return told
    .flatMap(({ ask, say }) => {
      if (ask([fixed]) === undefined) return [];
      return [telling.asked((where) => ask([...where, fixed]) as WorstShare, placeLabels, say)];
    })
    .join("");
}

function badRequestsInWords(indicator: string, service: AlertScope["objectives"]["service"]): string {
  const judged = service.indicators[indicator];
  if (judged?.kind !== "requests" || judged.fasterThanSeconds === undefined) return "bad requests";
  const bound = nearestBound(service.http, judged.fasterThanSeconds);
  return `requests slower than ${bound} ${service.http.duration.unit === "milliseconds" ? "ms" : "s"}`;
}
