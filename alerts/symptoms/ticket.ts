import { type Alert, type AlertScope, placeInWords, type Telling } from "../alert.ts";

/** What a ticket says beside where it comes from. */
export interface TicketText {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  /** How long it goes on after its expression no longer holds; default not at all. */
  readonly keepFiringFor?: string;
  /** Labels that tell this rule from others of its name; default none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What of the service it is about; default the service as a whole. */
  readonly about?: (telling: Telling) => string;
  /** What is wrong, after the service's name and place. */
  readonly says: (telling: Telling) => string;
  readonly description: string;
}

/** An alert for the next working day. */
export function ticket(scope: AlertScope, text: TicketText): Alert {
  const { name } = scope.objectives.service;
  return {
    alert: text.alert,
    urgency: "ticket",
    expr: text.expr,
    ...(text.for === undefined ? {} : { for: text.for }),
    ...(text.keepFiringFor === undefined ? {} : { keepFiringFor: text.keepFiringFor }),
    labels: { ...text.labels },
    annotations: (telling) => ({
      summary: `${name}${text.about === undefined ? "" : ` ${text.about(telling)}`}${placeInWords(scope.config, telling)}: ${text.says(telling)}`,
      description: text.description,
    }),
  };
}
