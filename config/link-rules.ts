import { isRecord, type Report } from "@signalbox/contract";
import { hasCredentials } from "./written-secrets.ts";

/** Problems of the addresses that alerts and runbooks link, and of the folder in Grafana. */
export function linkProblems(report: Report, definition: Record<string, unknown>): void {
  const { grafana } = definition as { readonly grafana?: unknown };
  if (grafana !== undefined && !isRecord(grafana)) {
    const correction = 'grafana: { url: "https://grafana.example.com", folder: "Services" }';
    report.add("config/grafana", "grafana", "grafana is an object with url and folder", typeof grafana, correction);
  }
  const { url, folder, ...others } = isRecord(grafana) ? grafana : {};
  report.unknownKeys(others, "grafana", ["url", "folder"]);
  if (folder !== undefined) report.text(folder, "grafana.folder", 'folder: "Services"');
  addressProblem(report, "grafana.url", url);
  addressProblem(report, "runbooksUrl", definition["runbooksUrl"]);
  addressProblem(report, "alertmanagerUrl", definition["alertmanagerUrl"]);
}

function addressProblem(report: Report, path: string, url: unknown): void {
  if (url === undefined) return;
  const correction = `"https://${path === "alertmanagerUrl" ? "alertmanager" : "grafana"}.example.com"`;
  if (typeof url === "string" && (hasCredentials(url) || /^[^/\\?#]*@/.test(url))) {
    const rule = "everybody who reads an alert sees this address, so it carries no name and no password";
    report.add("config/url", path, rule, "an address with credentials", correction);
  } else if (typeof url !== "string" || !URL.canParse(url) || !/^https?:/.test(url)) {
    report.add("config/url", path, "an http or https address is needed", url, correction);
  } else if (url.includes("{{")) {
    report.add("config/url", path, "Prometheus would take {{ in an alert's links for a template", url, correction);
  }
}
