interface Expectation {
  /** Paths that the package cannot do without. */
  readonly required: readonly string[];
  /** Patterns of which at least one path must match each. */
  readonly requiredPatterns: readonly RegExp[];
}

const library: Expectation = {
  required: ["package.json", "LICENSE", "dist/index.js", "dist/index.d.ts"],
  requiredPatterns: [],
};

const shippedLibrary: Expectation = {
  required: [...library.required, "dist/commonjs/package.json", "dist/commonjs/index.js", "dist/commonjs/index.d.ts"],
  requiredPatterns: [],
};

const expectations: Readonly<Record<string, Expectation>> = {
  "@signalbox/contract": shippedLibrary,
  "@signalbox/exporter": shippedLibrary,
  "@signalbox/engine": {
    required: [...library.required, "dist/worker.js", "prometheus.wasm", "wasm_exec.js"],
    requiredPatterns: [/licen[cs]es.*\.(txt|md)$/i],
  },
  signalbox: {
    required: [...library.required, "README.md", "dist/cli/main.js", "dist/live/page/index.html"],
    requiredPatterns: [/^dist\/live\/page\/.*\.js$/, /^dist\/live\/page\/.*\.css$/],
  },
};

const forbidden: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /^(dist\/)?test\/|(^|\/)(__tests__|__snapshots__)\/|\.test\./, reason: "tests are not for users" },
  { pattern: /(?<!\.d)\.[cm]?ts$/, reason: "TypeScript sources do not run below node_modules" },
  { pattern: /^(?!dist\/)(demo|scripts|tools|docs|\.github|\.ci|\.tools)\//, reason: "belongs to the repository" },
  { pattern: /\.(go|tsbuildinfo|tgz)$/, reason: "is not read by users" },
];

/** What is wrong with the list of files that a package would publish, one sentence each; empty when nothing is. */
export function packagingProblems(packageName: string, paths: readonly string[]): readonly string[] {
  const expectation = expectations[packageName];
  if (expectation === undefined) return [`${packageName}: nobody said what this package must contain`];
  const missing = expectation.required.filter((path) => !paths.includes(path));
  const unmatched = expectation.requiredPatterns.filter((pattern) => !paths.some((path) => pattern.test(path)));
  return [
    ...missing.map((path) => `missing: ${path}`),
    ...unmatched.map((pattern) => `missing: a file like ${pattern.source}`),
    ...forbidden.flatMap(({ pattern, reason }) =>
      paths.filter((path) => pattern.test(path)).map((path) => `too much: ${path} (${reason})`),
    ),
  ];
}
