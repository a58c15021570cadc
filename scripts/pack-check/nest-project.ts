import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type RunningService, runningService } from "../running-service.ts";
import { nestFiles } from "./nest-files.ts";
import { Failure, run, step } from "./steps.ts";
import { install, pinned } from "./tarballs.ts";

const nest = [
  "@nestjs/common@12.5.1",
  "@nestjs/core@12.5.1",
  "@nestjs/platform-express@12.5.1",
  "@nestjs/platform-fastify@12.5.0",
  "reflect-metadata@0.2.2",
  "rxjs@7.8.2",
];

const requests = [
  { method: "GET", path: "/api/v1/orders/7", status: 200 },
  { method: "GET", path: "/api/v1/orders/0", status: 404 },
  { method: "POST", path: "/api/v1/orders/toys", status: 201 },
  { method: "GET", path: "/orders/7", status: 404 },
];

const expectedLines: readonly RegExp[] = [
  requestLine("GET", "/api/v1/orders/:id", 200),
  requestLine("GET", "/api/v1/orders/:id", 404),
  requestLine("POST", "/api/v1/orders/:category", 201),
  requestLine("GET", "", 404),
  /^sli_events_total\{sli="availability"\} 3$/m,
  /^sli_events_total\{sli="checkout"\} 1$/m,
  /^sli_unmatched_routes\{sli="checkout"\} 0$/m,
  /^shop_orders_placed_total\{category="toys"\} 1$/m,
];

const heldRequestLine = /^http_server_active_requests\{http_request_method="GET".*\} 1$/m;

/** Compiles a Nest service to CommonJS, and holds its routes and its end against what was asked of it, on Express and on Fastify. */
export async function checkNestProject(project: string, tarballs: readonly string[]): Promise<void> {
  const packages = [...tarballs, ...nest, ...pinned(["typescript", "@types/node"])];
  await step("Nest: install", () => install(project, "commonjs", packages));
  for (const [path, content] of Object.entries(nestFiles)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
  }
  await step("Nest: tsc", () => run("npx", ["--no", "tsc"], project));
  await step("Nest on Express", () => checkService(project, "main.js"));
  await step("Nest on Fastify", () => checkService(project, "main-fastify.js"));
}

async function checkService(project: string, entry: string): Promise<void> {
  const hookFile = join(project, "hook-ran");
  rmSync(hookFile, { force: true });
  const service = await runningService(project, join("dist", entry));
  let held: Promise<string> | undefined;
  let code: number | null = null;
  try {
    await service.get("/startupz", 20);
    await answers(service);
    await metricsWith(service, expectedLines);
    held = outcome(fetch(`${service.address}/api/v1/orders/7/held`));
    await metricsWith(service, [heldRequestLine]);
  } finally {
    code = await service.end(60);
  }
  const heldOutcome = await held;
  if (heldOutcome !== "status 200") throw new Failure(`The request in flight at SIGTERM ended with ${heldOutcome}.`);
  if (code !== 0) throw new Failure(`The service ended with exit code ${code} after SIGTERM, not with 0.`);
  if (!existsSync(hookFile)) throw new Failure("Nest's shutdown hook did not run.");
}

async function answers(service: RunningService): Promise<void> {
  for (const { method, path, status } of requests) {
    const response = await fetch(service.address + path, { method });
    await response.arrayBuffer();
    if (response.status !== status) throw new Failure(`${method} ${path} was answered with ${response.status}.`);
  }
}

function outcome(request: Promise<Response>): Promise<string> {
  return request.then(
    (response) => `status ${response.status}`,
    (cause: unknown) => `no answer (${cause instanceof Error ? (cause.cause ?? cause) : cause})`,
  );
}

/** Waits until the metrics have some lines, because a request is counted a moment after its client has the answer. */
async function metricsWith(service: RunningService, lines: readonly RegExp[]): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const text = await service.get("/metrics", 10);
    const missing = lines.filter((line) => !line.test(text));
    if (missing.length === 0) return;
    if (performance.now() > deadline) {
      throw new Failure(`/metrics lacks ${missing.join(" and ")}; it says:\n${text}`);
    }
  }
}

function requestLine(method: string, route: string, status: number): RegExp {
  return new RegExp(
    `^http_server_request_duration_seconds_count\\{http_request_method="${method}",http_route="${route}",` +
      `http_response_status_code="${status}".*\\} 1$`,
    "m",
  );
}
