import { boardUid, panelId, type Service, serviceBoard } from "@signalbox/contract";
import type { Config } from "../config/index.ts";

/** Which part of a board a link shows. */
export interface Shown {
  /** Key, or id, of the only panel that is shown; default the whole board. */
  readonly panel?: string | number | undefined;
  /** Begin of the shown time, in Grafana's notation; default what the board itself shows first. */
  readonly from?: string | undefined;
  /** End of the shown time; default `now`. */
  readonly to?: string | undefined;
}

/**
 * The address of a service's board or of one of its panels, or undefined when the config has no Grafana.
 * @param values gives the value of each of the board's variables; undefined leaves it to the board
 */
export function boardUrl(
  service: Service,
  config: Config,
  values: (label: string) => string | undefined,
  shown: Shown = {},
): string | undefined {
  if (config.grafana.url === undefined) return undefined;
  const variables = config.identity
    .filter((label) => label !== "job")
    .flatMap((label) => {
      const value = values(label);
      return value === undefined ? [] : [`var-${label}=${value}`];
    });
  const time = shown.from === undefined ? [] : [`from=${shown.from}`, `to=${shown.to ?? "now"}`];
  const panel =
    shown.panel === undefined
      ? []
      : [`viewPanel=${typeof shown.panel === "number" ? shown.panel : panelId(shown.panel)}`];
  const parameters = [...variables, ...time, ...panel];
  const address = `${config.grafana.url.replace(/\/+$/, "")}/d/${boardUid(service.name, serviceBoard)}`;
  return parameters.length === 0 ? address : `${address}?${parameters.join("&")}`;
}

/** The address of an alert's runbook page, or undefined when the config names no runbooks. */
export function runbookUrl(alert: string, config: Config): string | undefined {
  return config.runbooksUrl === undefined ? undefined : `${config.runbooksUrl}/${alert}.md`;
}
