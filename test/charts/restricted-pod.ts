/** The parts of a pod spec that the Pod Security Standard "restricted" speaks of. */
export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type: string };
}

interface Container {
  readonly name: string;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly securityContext?: SecurityContext & {
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
}

const volumeTypes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/**
 * What keeps a pod from passing the Pod Security Standard "restricted", as one line each; empty when it passes.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted.
 */
export function restrictedViolations(pod: PodSpec): readonly string[] {
  const found: string[] = [];
  for (const field of ["hostNetwork", "hostPID", "hostIPC"] as const) if (pod[field]) found.push(field);
  for (const volume of pod.volumes ?? []) {
    const type = Object.keys(volume).find((key) => key !== "name") ?? "none";
    if (!volumeTypes.includes(type)) found.push(`volume of type ${type}`);
  }
  for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
    for (const problem of containerViolations(container, pod.securityContext ?? {})) {
      found.push(`${container.name}: ${problem}`);
    }
  }
  return found;
}

function containerViolations(container: Container, inherited: SecurityContext): readonly string[] {
  const found: string[] = [];
  const own = { ...inherited, ...container.securityContext };
  if (own.runAsNonRoot !== true) found.push("runAsNonRoot is not true");
  if (own.runAsUser === 0) found.push("runAsUser is 0");
  if (!["RuntimeDefault", "Localhost"].includes(own.seccompProfile?.type ?? "")) found.push("no seccompProfile");
  if (own.privileged === true) found.push("privileged");
  if (own.allowPrivilegeEscalation !== false) found.push("allowPrivilegeEscalation is not false");
  if (!own.capabilities?.drop?.includes("ALL")) found.push("does not drop ALL");
  for (const added of own.capabilities?.add ?? []) if (added !== "NET_BIND_SERVICE") found.push(`adds ${added}`);
  if (container.ports?.some((port) => (port.hostPort ?? 0) !== 0)) found.push("hostPort");
  return found;
}
