import { scrapedCatalog } from "./catalog/catalog.ts";
import { withRecordedSeries } from "./catalog/recorded-series.ts";
import { questions } from "./expression/question.ts";
import type { Finding, Severity } from "./finding.ts";
import type { CheckInput, Parser } from "./input.ts";
import type { ArtefactRule, ExpressionRule } from "./rule.ts";
import { alertBesideObjects, alertUnroutable } from "./rules/alert-unroutable.ts";
import { alertWithoutCase } from "./rules/alert-without-case.ts";
import { bucketNotDeclared } from "./rules/bucket-not-declared.ts";
import { burnPairUnreachable } from "./rules/burn-pair-unreachable.ts";
import { caseAlertUnknown } from "./rules/case-alert-unknown.ts";
import { counterWithoutRate } from "./rules/counter-without-rate.ts";
import { dashboardUidDuplicate } from "./rules/dashboard-uid-duplicate.ts";
import { expressionInvalid } from "./rules/expression-invalid.ts";
import { indicatorWithoutObjective } from "./rules/indicator-without-objective.ts";
import { inhibitionNeverMatches } from "./rules/inhibition-never-matches.ts";
import { labelNotDeclared } from "./rules/label-not-declared.ts";
import { labelValueImpossible } from "./rules/label-value-impossible.ts";
import { latencyThresholdNotABucket } from "./rules/latency-threshold-not-a-bucket.ts";
import { legendLabelAggregatedAway } from "./rules/legend-label-aggregated-away.ts";
import { linkDead } from "./rules/link-dead.ts";
import { lowTraffic } from "./rules/low-traffic.ts";
import { metricNotDeclared } from "./rules/metric-not-declared.ts";
import { outputPathRefused } from "./rules/output-path-refused.ts";
import { panelWithoutDescriptionOrUnit } from "./rules/panel-without-description-or-unit.ts";
import { patchUnmatched } from "./rules/patch-unmatched.ts";
import { rateInterval } from "./rules/rate-interval.ts";
import { rateOfGauge } from "./rules/rate-of-gauge.ts";
import { receiverUnused } from "./rules/receiver-unused.ts";
import { recordedNotGenerated } from "./rules/recorded-not-generated.ts";
import { recordedTwice } from "./rules/recorded-twice.ts";
import { routeUnreachable } from "./rules/route-unreachable.ts";
import { ruleFileInvalid } from "./rules/rule-file-invalid.ts";
import { statusCodeIndicator } from "./rules/status-code-indicator.ts";
import { summaryTooLong } from "./rules/summary-too-long.ts";
import { templateLabelMissing } from "./rules/template-label-missing.ts";
import { tooManyPages } from "./rules/too-many-pages.ts";

const expressionRules: readonly ExpressionRule[] = [
  metricNotDeclared,
  recordedNotGenerated,
  labelNotDeclared,
  labelValueImpossible,
  bucketNotDeclared,
  counterWithoutRate,
  rateOfGauge,
  rateInterval,
  legendLabelAggregatedAway,
  templateLabelMissing,
  alertBesideObjects,
];

const artefactRules: readonly ArtefactRule[] = [
  dashboardUidDuplicate,
  panelWithoutDescriptionOrUnit,
  latencyThresholdNotABucket,
  statusCodeIndicator,
  indicatorWithoutObjective,
  burnPairUnreachable,
  tooManyPages,
  lowTraffic,
  alertUnroutable,
  alertWithoutCase,
  linkDead,
  summaryTooLong,
  recordedTwice,
  routeUnreachable,
  inhibitionNeverMatches,
  receiverUnused,
  patchUnmatched,
  outputPathRefused,
  caseAlertUnknown,
];

const order: readonly Severity[] = ["error", "warning", "info"];

/** Checks all artefacts against the definitions and against each other; errors first, then by place. */
export async function checkArtefacts(input: CheckInput, parser: Parser): Promise<readonly Finding[]> {
  const asked = await questions(input, parser);
  const catalog = withRecordedSeries(scrapedCatalog(input.config), asked);
  const files = await Promise.all(input.ruleFiles.map((file) => ruleFileInvalid(file, parser)));
  const findings = [
    ...files.flat(),
    ...asked.flatMap(expressionInvalid),
    ...asked.flatMap((question) => {
      const { ast } = question;
      if (ast === undefined) return [];
      return expressionRules.flatMap((rule) => rule({ asked: question, ast, catalog, config: input.config }));
    }),
    ...artefactRules.flatMap((rule) => rule(input)),
  ];
  return distinct(findings).sort((left, right) => order.indexOf(left.severity) - order.indexOf(right.severity));
}

/** An expression that asks for the same thing twice is one mistake in as many places as it has different ones. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
