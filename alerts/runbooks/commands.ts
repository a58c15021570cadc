/** What the commands that pages name lack, so that they can be copied: a pod, and the namespace of the service. */
const lacking: readonly { readonly command: string; readonly argument: string }[] = [
  { command: "kubectl get pods", argument: "" },
  { command: "kubectl describe pod", argument: " <pod>" },
  { command: "kubectl logs --previous", argument: " <pod>" },
];

/**
 * A text in which every command names its pod and its namespace.
 * @param namespaces where the services of the page run; none where the config does not tell them by their namespace
 */
export function withWholeCommands(text: string, namespaces: readonly string[]): string {
  const [only, ...others] = new Set(namespaces);
  const where = only === undefined ? "" : ` -n ${others.length === 0 ? only : "<namespace>"}`;
  return lacking.reduce(
    (done, { command, argument }) => done.replaceAll(`\`${command}\``, `\`${command}${argument}${where}\``),
    text,
  );
}
