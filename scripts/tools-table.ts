/** One real program that tests run, built from a Go module that this repository pins. */
export interface ToolBinary {
  readonly kind: "binary";
  /** Name of the file in `.tools/bin`, and the name on the command line. */
  readonly name: string;
  /** Folder below `tools/` whose go.mod and go.sum pin the version. */
  readonly family: string;
  /** Go package of the program. */
  readonly goPackage: string;
  /** Build tags; empty for none. */
  readonly tags: readonly string[];
  /** Go string variables set while linking, as the project's own releases do; empty for none. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Data files of a Go module that tests read. */
export interface ToolData {
  readonly kind: "data";
  /** Name of the folder in `.tools`, and the name on the command line. */
  readonly name: string;
  /** Folder below `tools/` whose go.mod and go.sum pin the version. */
  readonly family: string;
  /** Go module that carries the files. */
  readonly goModule: string;
  /** Folder inside the module. */
  readonly folder: string;
}

/** A program out of a Debian package, for one that has no Go module to be pinned by. It is unpacked, not installed. */
export interface ToolPackage {
  readonly kind: "package";
  /** Name of the file in `.tools/bin`, and the name on the command line. */
  readonly name: string;
  /** Debian package. */
  readonly debianPackage: string;
  /** Path of the program inside the package. */
  readonly program: string;
}

/** Anything that `npm run tools` provides. */
export type Tool = ToolBinary | ToolData | ToolPackage;

/** Kubernetes discovery is the only one that configurations of this project use; the others are half of the build. */
const prometheusTags = ["remove_all_sd", "enable_kubernetes_sd"];

const prometheusVariables = { "github.com/prometheus/common/version.Version": "3.15.0" };

/** Without these Helm 3 renders for Kubernetes 1.20 and refuses every chart that asks for a newer one. */
const helm3Variables = {
  "helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor": "1",
  "helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor": "37",
  "helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor": "1",
  "helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor": "37",
};

/** Everything that `npm run tools` provides, in the order of building: what most suites wait for comes first. */
export const toolTable: readonly Tool[] = [
  {
    kind: "binary",
    name: "promtool",
    family: "prometheus",
    goPackage: "github.com/prometheus/prometheus/cmd/promtool",
    tags: prometheusTags,
    variables: prometheusVariables,
  },
  {
    kind: "binary",
    name: "prometheus",
    family: "prometheus",
    goPackage: "github.com/prometheus/prometheus/cmd/prometheus",
    tags: prometheusTags,
    variables: prometheusVariables,
  },
  {
    kind: "data",
    name: "crds",
    family: "crds",
    goModule: "github.com/prometheus-operator/prometheus-operator",
    folder: "example/prometheus-operator-crd",
  },
  { kind: "binary", name: "helm4", family: "helm4", goPackage: "helm.sh/helm/v4/cmd/helm", tags: [], variables: {} },
  {
    kind: "binary",
    name: "helm3",
    family: "helm3",
    goPackage: "helm.sh/helm/v3/cmd/helm",
    tags: [],
    variables: helm3Variables,
  },
  {
    kind: "binary",
    name: "kubectl-validate",
    family: "kubectl-validate",
    goPackage: "sigs.k8s.io/kubectl-validate",
    tags: [],
    variables: {},
  },
  {
    kind: "binary",
    name: "amtool",
    family: "amtool",
    goPackage: "github.com/prometheus/alertmanager/cmd/amtool",
    tags: [],
    variables: { "github.com/prometheus/common/version.Version": "0.34.2" },
  },
  {
    // Newer tags lack the built pages that the program embeds, so it has a module of its own.
    kind: "binary",
    name: "alertmanager",
    family: "alertmanager",
    goPackage: "github.com/prometheus/alertmanager/cmd/alertmanager",
    tags: [],
    variables: { "github.com/prometheus/common/version.Version": "0.31.1" },
  },
  {
    kind: "package",
    name: "pushgateway",
    debianPackage: "prometheus-pushgateway",
    program: "usr/bin/prometheus-pushgateway",
  },
];
