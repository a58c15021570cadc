import { type AlertmanagerFile, type Config, receiverNames } from "../../config/index.ts";
import { alertmanagerConfigs } from "./alertmanager-config.ts";
import { alertmanagerFile } from "./alertmanager-file.ts";
import { mergedByOperator } from "./operator-merge.ts";

/** An Alertmanager of which nothing is known but that it runs. */
const barePlatform: AlertmanagerFile = {
  route: { receiver: receiverNames.nobody },
  receivers: [{ name: receiverNames.nobody }],
};

/**
 * The configuration that decides about alerts in the end: our file; what the operator makes of our objects and the
 * platform's; or, with labels only, the file that we would write, which routes by the labels `team` and `severity`.
 */
export function effectiveRouting(config: Config): AlertmanagerFile {
  const { routing, prometheus } = config;
  switch (routing.mode) {
    case "labelsOnly":
    case "alertmanager":
      return alertmanagerFile(config);
    case "alertmanagerConfig":
      return mergedByOperator(routing.platform ?? barePlatform, alertmanagerConfigs(config), {
        strategy: routing.matcherStrategy ?? "OnNamespace",
        namespace: prometheus.namespace,
      });
  }
}

/** Names of the receivers that tell nobody, because they have no content. */
export function silentReceivers({ receivers }: AlertmanagerFile): readonly string[] {
  return receivers.filter((receiver) => Object.keys(receiver).length === 1).map(({ name }) => name);
}

/** The name that a receiver has in the config: without the `<namespace>/<name>/` that the operator puts before it. */
export function ownReceiverName(name: string): string {
  return name.replace(/^[^/]+\/[^/]+\//, "");
}
