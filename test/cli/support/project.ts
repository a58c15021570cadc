import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./command-line.ts";
import { emptyFolder } from "./folders.ts";

/** A small service with its config, as text; a test changes a part of it. */
export const smallConfig = `import { defineService, requests } from "@signalbox/contract";
import { defineConfig, kubePrometheusStack, objectives, slack } from "signalbox";

const till = defineService({ name: "till", team: "counter", description: "Takes money.", indicators: { answers: requests() } });

export default defineConfig({
  services: [objectives(till, { answers: { targetRatio: 0.98 } }, { windowDays: 7 })],
  prometheus: kubePrometheusStack({ release: "stack", namespace: "watch" }),
  teams: { counter: { ticket: slack({ channel: "#till", urlFrom: { secret: "slack", key: "url" } }) } },
  environments: { shopfloor: { namespace: "stores" } },
});
`;

/** A project of somebody else outside of the repository, with our packages installed as links. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "signalbox"));
  symlinkSync(join(root, "node_modules", "@signalbox"), join(folder, "node_modules", "@signalbox"));
  for (const [path, text] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
