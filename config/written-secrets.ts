import { isRecord, joinPath, type Report } from "@signalbox/contract";

/** Names, or ends of names, of the fields of Alertmanager that hold a secret as text. */
const secretFields =
  /(^|_)(api_key|service_key|routing_key|user_key|secret_key|password|auth_secret|api_secret|app_secret|client_secret|token|token_id|credentials|webhook_url|slack_api_url)$/;

/** Receivers whose `api_url` is the secret itself. */
const secretAddress = /\.slack_?configs\[/i;

const rule = "a secret is named, never written here";

/**
 * Problems of secrets that stand as text in Alertmanager's own notation, or in that of an AlertmanagerConfig; what stands there is
 * never shown.
 */
export function writtenSecrets(report: Report, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => void writtenSecrets(report, `${path}[${index}]`, item));
  } else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) fieldProblems(report, path, key, inner);
  }
}

function fieldProblems(report: Report, path: string, key: string, value: unknown): void {
  const field = key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  const at = joinPath(path, key);
  if (/^http_headers$/.test(field) && isRecord(value)) {
    headerProblems(report, at, value);
  } else if (typeof value !== "string") {
    writtenSecrets(report, at, value);
  } else if (isSecret(path, field)) {
    const correction =
      field === key
        ? `${key}_file: "/etc/alertmanager/secrets/name/key"`
        : `${key}: { name: "secret", key: "key" }, or ${key}_file in the form of the file`;
    report.add("config/secret", at, rule, "a text", correction);
  } else if (hasCredentials(value, field.endsWith("smarthost"))) {
    const correction = "the address without them, and the field beside it that names a secret";
    report.add("config/secret", at, rule, "an address with credentials", correction);
  }
}

function isSecret(path: string, field: string): boolean {
  if (secretFields.test(field)) return true;
  if (field === "api_url") return secretAddress.test(path);
  return field === "key" && /\.tls_?config$/i.test(path);
}

/** Headers may carry tokens in either of these; files are named. */
function headerProblems(report: Report, path: string, headers: Record<string, unknown>): void {
  for (const [name, header] of Object.entries(headers)) {
    for (const field of Object.keys(isRecord(header) ? header : {})) {
      if (field !== "secrets" && field !== "values") continue;
      const correction = 'files: ["/etc/alertmanager/secrets/name/key"]';
      report.add("config/secret", joinPath(joinPath(path, name), field), rule, "a list", correction);
    }
  }
}

/**
 * Whether an address says who asks for it: `user:pass@` before the host, or a parameter that is named like a secret.
 * @param bare whether the text is `host:port` and needs no `//`
 */
export function hasCredentials(address: string, bare = false): boolean {
  if (bare) return address.includes("@");
  const before = /^\s*[a-z][a-z0-9+.-]*:[/\\]{2,}[^/\\?#]*@/i;
  const within = /[?&](?:[\w-]*[_-])?(?:token|api-?key|apikey|key|secret|password|signature|sig)=[^&#]/i;
  return before.test(address) || (/^\s*https?:/i.test(address) && within.test(address));
}
