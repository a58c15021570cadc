import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { allArtefacts, loadConfig, writeTree } from "../../cli/index.ts";
import { project, smallConfig } from "../cli/support/project.ts";
import { realTool } from "../support/real-tools.ts";

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly groups?: readonly { readonly name: string }[] };
}

const root = join(import.meta.dirname, "..", "..");
const helms = [
  { name: "Helm 4", path: realTool("helm4") },
  { name: "Helm 3", path: realTool("helm3") },
];
const kubectlValidate = realTool("kubectl-validate");

let folder = "";
let chart = "";
let artefacts: Awaited<ReturnType<typeof allArtefacts>> = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-content-chart-"));
  artefacts = await allArtefacts(await loadConfig(root, join("demo", "signalbox.config.ts")));
  await writeTree(folder, artefacts);
  chart = join(folder, "chart");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(
  program: string | undefined,
  args: readonly string[],
): { code: number | null; stdout: string; stderr: string } {
  if (program === undefined) throw new Error("The suite must be skipped when its program is missing.");
  const env = { ...process.env, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env });
  return { code: status, stdout, stderr };
}

function rendered(helm: string | undefined, values: object = {}, release = "content"): string {
  const file = join(folder, "values.json");
  writeFileSync(file, JSON.stringify(values));
  const { code, stdout, stderr } = run(helm, [
    "template",
    release,
    chart,
    "--namespace",
    "telemetry",
    "--values",
    file,
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

// Kubernetes and Argo CD read YAML 1.1, in which `on` and `no` are booleans.
function objects(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: "1.1" }).flatMap((document) => document.toJS() ?? []);
}

const everythingElse = {
  environment: "staging",
  namespaceOverride: "elsewhere",
  selectedLabels: { release: "other", no: "on" },
  commonLabels: { cost: "shared" },
  commonAnnotations: { "example.com/note": "1_000" },
  dashboards: {
    label: "board",
    labelValue: "yes",
    folderAnnotation: "in-folder",
    folder: "A: B",
    namespace: "grafana",
  },
};

describe.each(helms)("the content chart with $name", ({ path: helm }) => {
  describe.skipIf(helm === undefined)("when it is there", () => {
    it("passes its strict lint with default and with other values", () => {
      const file = join(folder, "lint-values.json");
      writeFileSync(file, JSON.stringify(everythingElse));
      for (const values of [[], ["--values", file]]) {
        const { code, stdout } = run(helm, ["lint", "--strict", chart, ...values]);
        expect(stdout).toContain("0 chart(s) failed");
        expect(code).toBe(0);
      }
    });

    it("installs every board exactly as it is generated, legends in braces included", () => {
      const maps = objects(rendered(helm)).filter(({ kind }) => kind === "ConfigMap");
      const boards = artefacts.filter(({ path }) => path.startsWith("dashboards/"));
      expect(maps).toHaveLength(boards.length);
      for (const { path, content } of boards) {
        const name = path.slice("dashboards/".length);
        const installed = maps.flatMap(({ data }) => data?.[name] ?? []).map((text) => JSON.parse(text));
        expect(installed).toEqual([JSON.parse(content)]);
        expect(content).toContain("{{");
      }
    });

    it("installs the rules and monitors of the chosen environment as the manifests have them", () => {
      for (const environment of ["production", "staging"]) {
        const all = objects(rendered(helm, { environment }));
        for (const kind of ["PrometheusRule", "ServiceMonitor"]) {
          const path = `manifests/shop/${environment}-${kind.toLowerCase()}.yaml`;
          const [manifest] = objects(artefacts.find((artefact) => artefact.path === path)?.content ?? "");
          const installed = all.find((object) => object.kind === kind && object.metadata.name === "content-shop");
          expect(installed?.spec).toEqual(manifest?.spec);
          expect(installed?.metadata.namespace).toBe(manifest?.metadata.namespace);
          expect(installed?.metadata.labels).toMatchObject({ release: "monitoring" });
        }
      }
    });

    it("installs rule files of the team's own", () => {
      const own = objects(rendered(helm)).find(({ metadata }) => metadata.name === "content-own-legacy");
      expect(own?.spec?.groups?.map(({ name }) => name)).toEqual(["shop.legacy"]);
    });

    it.skipIf(kubectlValidate === undefined)(
      "installs the texts of such files as they were written, and the operator accepts them",
      async () => {
        const own = project({
          "signalbox.config.ts": smallConfig.replace("teams:", 'rules: [{ path: "own.yaml" }],\n  teams:'),
          "own.yaml":
            "groups: [{ name: own, limit: 7, rules: [{ alert: Y, expr: 1, for: , labels: { version: 1.10, priority: 1, on: off } }] }]",
        });
        await writeTree(join(own, "out"), await allArtefacts(await loadConfig(own, undefined)));
        const installed = run(helm, ["template", "content", join(own, "out", "chart")]).stdout;
        const [rules] = objects(installed).filter(({ metadata }) => metadata.name === "content-own-own");
        expect(rules?.spec).toEqual({
          groups: [
            {
              name: "own",
              limit: 7,
              rules: [{ alert: "Y", expr: "1", labels: { version: "1.10", priority: "1", on: "off" } }],
            },
          ],
        });
        const file = join(own, "rendered.yaml");
        writeFileSync(file, installed);
        const { code, stdout, stderr } = run(kubectlValidate, ["--local-crds", join(root, ".tools", "crds"), file]);
        expect(`${stdout}${stderr}`).not.toMatch(/ERROR|invalid/i);
        expect(code).toBe(0);
      },
    );

    it("takes every value", () => {
      const all = objects(rendered(helm, everythingElse));
      for (const { metadata } of all) {
        expect(metadata.labels["cost"]).toBe("shared");
        expect(metadata.annotations?.["example.com/note"]).toBe("1_000");
      }
      const board = all.find(({ kind }) => kind === "ConfigMap");
      expect(board?.metadata).toMatchObject({
        namespace: "grafana",
        labels: { board: "yes" },
        annotations: { "in-folder": "A: B" },
      });
      const rules = all.filter(({ kind }) => kind !== "ConfigMap");
      for (const { metadata } of rules) {
        expect(metadata).toMatchObject({ namespace: "elsewhere", labels: { release: "other", no: "on" } });
      }
    });

    it("leaves out what is switched off", () => {
      const toggles = ["dashboards", "rules", "ownRules", "serviceMonitors"] as const;
      const off = Object.fromEntries(toggles.map((toggle) => [toggle, { enabled: false }]));
      expect(objects(rendered(helm, off))).toEqual([]);
      const on = (toggle: (typeof toggles)[number]): readonly string[] =>
        objects(rendered(helm, { ...off, [toggle]: {} })).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(toggles.map(on)).toEqual([
        ["ConfigMap content-shop-service"],
        ["PrometheusRule content-shop"],
        ["PrometheusRule content-own-legacy"],
        ["ServiceMonitor content-shop"],
      ]);
    });

    it("keeps names unique and within 63 characters for the longest release name", () => {
      const names = objects(rendered(helm, {}, `r${"0123456789".repeat(5)}xx`)).map(
        ({ kind, metadata }) => `${kind} ${metadata.name}`,
      );
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name.split(" ")[1]).toMatch(/^[a-z0-9][-a-z0-9.]{0,61}[a-z0-9]$/);
    });

    it.each([
      [{ environment: "moon" }, "environment"],
      [{ dashbords: { enabled: false } }, "dashbords"],
      [{ rules: { enable: true } }, "enable"],
      [{ namespaceOverride: "Not A Name" }, "namespaceOverride"],
    ])("refuses the values %o and names the mistake", (values, named) => {
      const file = join(folder, "wrong.json");
      writeFileSync(file, JSON.stringify(values));
      const { code, stderr } = run(helm, ["template", "content", chart, "--values", file]);
      expect(code).not.toBe(0);
      expect(stderr).toContain(named);
    });

    it.skipIf(kubectlValidate === undefined)("renders objects that the API server and the operator accept", () => {
      for (const values of [{}, everythingElse]) {
        const file = join(folder, "rendered.yaml");
        writeFileSync(file, rendered(helm, values));
        const { code, stdout, stderr } = run(kubectlValidate, ["--local-crds", join(root, ".tools", "crds"), file]);
        expect(`${stdout}${stderr}`).not.toMatch(/ERROR|invalid/i);
        expect(code).toBe(0);
      }
    });
  });
});
