import {
  AnnotationQueryBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { firingAlerts } from "../queries/index.ts";
import { colours } from "./house-style/colours.ts";
import type { BoardScope } from "./scope.ts";
import { chosenSource } from "./variables.ts";

/** Notes that people write on the board; Grafana expects every board to have this entry. */
export function notes(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name("Annotations & Alerts")
    .builtIn(1)
    .datasource({ type: "grafana", uid: "-- Grafana --" })
    .enable(true)
    .hide(true)
    .iconColor(colours.neutral)
    .type("dashboard");
}

/** The spans in which alerts of the service fired, named and coloured as errors are. */
export function firingSpans(scope: BoardScope): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name("Firing alerts")
    .datasource(chosenSource)
    .enable(true)
    .iconColor(colours.bad)
    .expr(firingAlerts(scope.where))
    .titleFormat("{{alertname}}")
    .textFormat("{{sli}} {{severity}}")
    .step("60s");
}

/** A menu of the boards of all services, which keeps the time and the choices of the reader. */
export function siblingBoards(tag: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder("Services")
    .type(DashboardLinkType.Dashboards)
    .tags([tag])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);
}
