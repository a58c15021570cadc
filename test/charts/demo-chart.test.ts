import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { realTool } from "../support/real-tools.ts";
import { type PodSpec, restrictedViolations } from "./restricted-pod.ts";

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly selector?: unknown;
    readonly podSelector?: unknown;
    readonly template?: PodTemplate;
  };
}

interface PodTemplate {
  readonly spec: PodSpec;
}

const chart = join(import.meta.dirname, "..", "..", "charts", "demo");
const helm4 = realTool("helm4");
const helm3 = realTool("helm3");
const kubectlValidate = realTool("kubectl-validate");
const helms = [
  { name: "Helm 4", path: helm4 },
  { name: "Helm 3", path: helm3 },
];

const everythingOn = {
  replicaCount: 3,
  image: { registry: "registry.example.com:5000", repository: "mirror/shop", digest: `sha256:${"5c".repeat(32)}` },
  imagePullSecrets: [{ name: "registry-login" }],
  serviceName: "bookshop",
  ports: { http: 7070, metrics: 7171 },
  service: { type: "LoadBalancer", httpPort: 8081, annotations: { "example.com/lb": "internal" } },
  serviceAccount: { create: true, name: "bookkeeper", annotations: { "example.com/role": "reader" } },
  terminationGracePeriodSeconds: 51,
  networkPolicy: {
    enabled: true,
    httpFrom: [{ podSelector: { matchLabels: { app: "traefik" } } }],
    metricsFrom: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }],
    egress: [{ ports: [{ port: 5432, protocol: "TCP" }] }],
  },
  extraEnv: [{ name: "LOG_LEVEL", value: "debug" }],
  commonLabels: { cost: "shared" },
  podLabels: { cost: "storefront" },
  podAnnotations: { "example.com/note": "on" },
  priorityClassName: "important",
  nodeSelector: { "kubernetes.io/os": "linux" },
  tolerations: [{ key: "spot", operator: "Exists" }],
  affinity: { podAntiAffinity: {} },
  topologySpreadConstraints: [{ maxSkew: 2, topologyKey: "rack", whenUnsatisfiable: "DoNotSchedule" }],
};

const everythingOff = {
  replicaCount: 1,
  serviceAccount: { create: false },
  podDisruptionBudget: { enabled: false, maxUnavailable: 1 },
  topologySpreadConstraints: [],
};

const variations = { defaults: {}, everythingOn, everythingOff };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-demo-chart-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(program: string | undefined, args: readonly string[]): Run {
  if (program === undefined) throw new Error("The suite must be skipped when its program is missing.");
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder },
  });
  return { code: status, stdout, stderr };
}

function template(helm: string | undefined, values: object, release = "checkout"): Run {
  const file = join(folder, "values.json");
  writeFileSync(file, JSON.stringify(values));
  return run(helm, ["template", release, chart, "--namespace", "storefront", "--values", file]);
}

// Kubernetes and Argo CD read YAML 1.1, in which `on` and `no` are booleans.
function objects(rendered: Run): KubernetesObject[] {
  expect(rendered.stderr).toBe("");
  expect(rendered.code).toBe(0);
  return parseAllDocuments(rendered.stdout, { version: "1.1" }).flatMap((document) => {
    expect(document.errors).toEqual([]);
    const value = document.toJS();
    return value === null ? [] : [value];
  });
}

function ofKind(all: readonly KubernetesObject[], kind: string): KubernetesObject | undefined {
  return all.find((object) => object.kind === kind);
}

function podTemplate(all: readonly KubernetesObject[]): PodTemplate {
  const deployment = ofKind(all, "Deployment");
  if (deployment?.spec?.template === undefined) throw new Error("The chart renders no Deployment.");
  return deployment.spec.template;
}

describe.each(helms)("the demo chart under $name", ({ path }) => {
  describe.skipIf(path === undefined)("with the real program", () => {
    it("passes the strict linter", () => {
      const linted = run(path, ["lint", "--strict", chart]);
      expect(linted.stdout).toContain("1 chart(s) linted, 0 chart(s) failed");
      expect(linted.code).toBe(0);
    });

    it("renders without any value given", () => {
      const kinds = objects(template(path, {})).map((object) => object.kind);
      expect(kinds.sort()).toEqual(["Deployment", "PodDisruptionBudget", "Service", "ServiceAccount"]);
    });

    it("renders every optional object when all is switched on, and the least when all is off", () => {
      const on = objects(template(path, everythingOn)).map((object) => object.kind);
      expect(on.sort()).toEqual(["Deployment", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount"]);
      const off = objects(template(path, everythingOff)).map((object) => object.kind);
      expect(off.sort()).toEqual(["Deployment", "Service"]);
    });

    it("renders the same bytes twice", () => {
      expect(template(path, everythingOn).stdout).toBe(template(path, everythingOn).stdout);
    });

    it.each(Object.entries(variations))("renders pods that pass the restricted standard with %s", (_name, values) => {
      const pod = podTemplate(objects(template(path, values)));
      expect(restrictedViolations(pod.spec)).toEqual([]);
      expect(pod.spec.containers[0]).toMatchObject({ securityContext: { readOnlyRootFilesystem: true } });
    });

    it("carries every value to where it takes effect", () => {
      const all = objects(template(path, everythingOn));
      expect(podTemplate(all)).toMatchObject({
        metadata: { labels: { cost: "storefront" }, annotations: { "example.com/note": "on" } },
        spec: {
          automountServiceAccountToken: false,
          serviceAccountName: "bookkeeper",
          imagePullSecrets: [{ name: "registry-login" }],
          priorityClassName: "important",
          terminationGracePeriodSeconds: 51,
          nodeSelector: { "kubernetes.io/os": "linux" },
          tolerations: [{ key: "spot", operator: "Exists" }],
          affinity: { podAntiAffinity: {} },
          topologySpreadConstraints: [{ maxSkew: 2, topologyKey: "rack", whenUnsatisfiable: "DoNotSchedule" }],
          containers: [
            {
              image: `registry.example.com:5000/mirror/shop@sha256:${"5c".repeat(32)}`,
              env: [
                { name: "PORT", value: "7070" },
                { name: "METRICS_PORT", value: "7171" },
                { name: "LOG_LEVEL", value: "debug" },
              ],
              ports: [
                { name: "http", containerPort: 7070 },
                { name: "metrics", containerPort: 7171 },
              ],
            },
          ],
        },
      });
      expect(ofKind(all, "Deployment")).toMatchObject({
        metadata: { labels: { cost: "shared" } },
        spec: { replicas: 3, strategy: { rollingUpdate: { maxUnavailable: 0 } } },
      });
      expect(ofKind(all, "Service")).toMatchObject({
        metadata: {
          labels: { "app.kubernetes.io/name": "bookshop" },
          annotations: { "example.com/lb": "internal" },
        },
        spec: {
          type: "LoadBalancer",
          ports: [
            { name: "http", port: 8081, targetPort: "http" },
            { name: "metrics", port: 7171, targetPort: "metrics" },
          ],
        },
      });
      expect(ofKind(all, "ServiceAccount")).toMatchObject({
        metadata: { name: "bookkeeper", annotations: { "example.com/role": "reader" } },
        automountServiceAccountToken: false,
      });
      expect(ofKind(all, "NetworkPolicy")).toMatchObject({
        spec: {
          ingress: [
            { ports: [{ port: "http" }], from: everythingOn.networkPolicy.httpFrom },
            { ports: [{ port: "metrics" }], from: everythingOn.networkPolicy.metricsFrom },
          ],
          egress: [{ ports: [{ port: 53 }, { port: 53 }] }, { ports: [{ port: 5432 }] }],
        },
      });
    });

    it("asks the metrics port for all three probes", () => {
      expect(podTemplate(objects(template(path, {}))).spec.containers[0]).toMatchObject({
        startupProbe: { httpGet: { path: "/startupz", port: "metrics" } },
        livenessProbe: { httpGet: { path: "/livez", port: "metrics" } },
        readinessProbe: { httpGet: { path: "/readyz", port: "metrics" } },
      });
    });

    it("puts the standard labels on everything and only name and instance into selectors", () => {
      const selector = { "app.kubernetes.io/name": "bookshop", "app.kubernetes.io/instance": "checkout" };
      const all = objects(template(path, everythingOn));
      for (const object of all) {
        expect(object.metadata.labels).toMatchObject({
          ...selector,
          "app.kubernetes.io/version": "0.1.0",
          "app.kubernetes.io/component": "server",
          "app.kubernetes.io/part-of": "signalbox-demo",
          "app.kubernetes.io/managed-by": "Helm",
          "helm.sh/chart": "demo-0.1.0",
        });
      }
      expect(ofKind(all, "Service")?.spec?.selector).toEqual(selector);
      for (const kind of ["Deployment", "PodDisruptionBudget"]) {
        expect(ofKind(all, kind)?.spec?.selector).toEqual({ matchLabels: selector });
      }
      expect(ofKind(all, "NetworkPolicy")?.spec?.podSelector).toEqual({ matchLabels: selector });
    });

    it("keeps names within 63 characters for the longest release name", () => {
      const names = objects(template(path, { nameOverride: "n".repeat(40) }, "r".repeat(53))).map(
        (object) => object.metadata.name,
      );
      expect(Math.max(...names.map((name) => name.length))).toBe(63);
    });

    it("quotes names that YAML would read as something else", () => {
      const all = objects(template(path, { fullnameOverride: "no", serviceName: "on" }, "123"));
      for (const object of all) {
        expect(object.metadata.name).toBe("no");
        expect(object.metadata.labels).toMatchObject({
          "app.kubernetes.io/name": "on",
          "app.kubernetes.io/instance": "123",
        });
      }
    });

    it.each([
      ["an unknown value", { replicas: 4 }, "replicas"],
      ["a number of pods that is none", { replicaCount: "three" }, "replicaCount"],
      ["a privileged port", { ports: { http: 80, metrics: 9464 } }, "http"],
      ["a malformed digest", { image: { digest: "sha256:abc" } }, "digest"],
      ["a budget that lets no pod go", { podDisruptionBudget: { maxUnavailable: 0 } }, "maxUnavailable"],
      ["a standard label as one's own", { commonLabels: { "app.kubernetes.io/name": "x" } }, "commonLabels"],
      ["a tag that moves", { image: { tag: "latest" } }, "Set image.tag to a version, or image.digest"],
      ["a variable that the chart sets", { extraEnv: [{ name: "PORT", value: "1" }] }, "extraEnv sets PORT"],
    ])("refuses %s and says where", (_what, values, message) => {
      const refused = template(path, values);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(message);
    });
  });
});

describe.skipIf(helm4 === undefined || helm3 === undefined)("the demo chart under both versions of Helm", () => {
  it.each(Object.entries(variations))("renders the same objects with %s", (_name, values) => {
    const sorted = (helm: string | undefined) =>
      objects(template(helm, values)).sort((left, right) => left.kind.localeCompare(right.kind));
    expect(sorted(helm3)).toEqual(sorted(helm4));
  });
});

describe.skipIf(helm4 === undefined || kubectlValidate === undefined)("the demo chart's objects", () => {
  it.each(Object.entries(variations))("are accepted by the schemas of Kubernetes with %s", (name, values) => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, template(helm4, values).stdout);
    const validated = run(kubectlValidate, [file]);
    expect(`${validated.stdout}${validated.stderr}`).not.toMatch(/ERROR|invalid/i);
    expect(validated.code).toBe(0);
  });
});

describe("the demo chart's values", () => {
  const text = (file: string) => readFileSync(join(chart, file), "utf8");

  it("are all in the schema and in the README's table, and nothing else is", () => {
    const values: unknown = parse(text("values.yaml"));
    const schema: { properties: Record<string, unknown> } = JSON.parse(text("values.schema.json"));
    const keys = Object.keys(values as object).sort();
    expect(
      Object.keys(schema.properties)
        .filter((key) => key !== "global")
        .sort(),
    ).toEqual(keys);
    const documented = [...text("README.md").matchAll(/^\| `([A-Za-z]+)[.`]/gm)].map((match) => match[1]);
    expect([...new Set(documented)].sort()).toEqual(keys);
  });
});

describe("restrictedViolations", () => {
  it("finds everything that the restricted standard forbids", () => {
    expect(
      restrictedViolations({
        hostNetwork: true,
        volumes: [{ name: "logs", hostPath: { path: "/var/log" } }],
        securityContext: { runAsUser: 0 },
        containers: [
          {
            name: "a",
            ports: [{ hostPort: 81 }],
            securityContext: { privileged: true, capabilities: { add: ["SYS_TIME"] } },
          },
        ],
      }),
    ).toEqual([
      "hostNetwork",
      "volume of type hostPath",
      "a: runAsNonRoot is not true",
      "a: runAsUser is 0",
      "a: no seccompProfile",
      "a: privileged",
      "a: allowPrivilegeEscalation is not false",
      "a: does not drop ALL",
      "a: adds SYS_TIME",
      "a: hostPort",
    ]);
  });
});
