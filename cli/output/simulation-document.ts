import type { AlertSpan, Incident, SimulatedAlert, Simulation, TrafficBefore } from "../../simulation/index.ts";

/** A simulation for programs: minutes count from the beginning of the incident. */
export function simulationDocument(
  simulation: Simulation,
  incident: Incident,
  traffic: TrafficBefore,
): Readonly<Record<string, unknown>> {
  const { told, incidentMillis, alerts, before, ...rest } = simulation;
  const named = ({ labels }: AlertSpan) => labels;
  return {
    ...rest,
    incident,
    traffic,
    alerts: alerts.map(alertDocument),
    before: before.map(alertDocument),
    notifications: told.notifications.map(({ atMillis, receiver, status, alerts: of, over }) => ({
      atMinutes: (atMillis - incidentMillis) / 60_000,
      receiver,
      status,
      alerts: of.map(named),
      over: over.map(named),
    })),
    untold: told.untold.map(({ alert, why }) => ({ alert: named(alert), why })),
  };
}

/** JSON has no undefined: null is an alert of another severity, or one that still fires. */
function alertDocument({ urgency, clearsAtMinutes, ...rest }: SimulatedAlert): object {
  return { ...rest, urgency: urgency ?? null, clearsAtMinutes: clearsAtMinutes ?? null };
}
