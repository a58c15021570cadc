import { isRecord, joinPath, type Report } from "@signalbox/contract";

/** Names, or ends of names, of the fields of Alertmanager that hold a secret as text. */
const secretFields =
  /(^|_)(api_key|service_key|routing_key|user_key|secret_key|password|auth_secret|api_secret|app_secret|client_secret|token|credentials|webhook_url|slack_api_url)$/;

/** Problems of secrets that stand as text in Alertmanager's own notation; what stands there is never shown. */
export function writtenSecrets(report: Report, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => void writtenSecrets(report, `${path}[${index}]`, item));
  } else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const isSecret = secretFields.test(key) || (key === "api_url" && path.includes("slack_configs"));
      if (isSecret && typeof inner === "string") {
        const rule = "a secret is named, never written here";
        const correction = `${key}_file: "/etc/alertmanager/secrets/name/key"`;
        report.add("config/secret", joinPath(path, key), rule, "a text", correction);
      } else {
        writtenSecrets(report, joinPath(path, key), inner);
      }
    }
  }
}
