import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** One save of a board. */
export interface SavedVersion {
  readonly dashboard: Record<string, unknown>;
  readonly folderUid: string;
}

/** Answers instead of the fake when it returns true; called before anything is stored. */
export type Interception = (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;

/** A server that behaves like the part of Grafana that `publish` uses, and keeps every version of a board. */
export interface FakeGrafana {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Titles by uid. */
  readonly folders: Map<string, string>;
  /** Saves by uid, oldest first; the version is the place in the list, from 1. */
  readonly boards: Map<string, SavedVersion[]>;
  /** Uids that belong to files. */
  readonly provisioned: Set<string>;
  /** How the server changes what it stores. */
  onSave: (dashboard: Record<string, unknown>) => Record<string, unknown>;
  intercept: Interception;
  readonly close: () => Promise<void>;
}

/** The token that {@link fakeGrafana} accepts. */
export const fakeToken = "glsa_canary_5f1c77d2";

/** Starts a fake Grafana on the loopback address. */
export async function fakeGrafana(): Promise<FakeGrafana> {
  const server = createServer((request, response) => {
    answer(fake, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const fake: FakeGrafana = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    folders: new Map(),
    boards: new Map(),
    provisioned: new Set(),
    onSave: (dashboard) => dashboard,
    intercept: () => false,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

/** Sends JSON. */
export function reply(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): true {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  return true;
}

async function answer(fake: FakeGrafana, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const request: SeenRequest = {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    authorization: incoming.headers.authorization,
    body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
  fake.requests.push(request);
  if (await fake.intercept(request, response)) return;
  if (request.authorization !== `Bearer ${fakeToken}`) {
    reply(response, 401, { message: "Invalid API key" });
    return;
  }
  route(fake, request, response);
}

function route(fake: FakeGrafana, { method, path, body }: SeenRequest, response: ServerResponse): true {
  const last = decodeURIComponent(path.split("/").at(-1) ?? "");
  if (method === "GET" && path.startsWith("/api/folders/")) {
    const title = fake.folders.get(last);
    if (title === undefined) return reply(response, 404, { message: "folder not found", status: "not-found" });
    return reply(response, 200, { id: 31, uid: last, title });
  }
  if (method === "POST" && path === "/api/folders") return createFolder(fake, body, response);
  if (method === "GET" && path.startsWith("/api/dashboards/uid/")) return readBoard(fake, last, response);
  if (method === "POST" && path === "/api/dashboards/db") return saveBoard(fake, body, response);
  return reply(response, 404, { message: "Not found" });
}

function createFolder(fake: FakeGrafana, body: Record<string, unknown>, response: ServerResponse): true {
  const uid = String(body["uid"]);
  const title = String(body["title"]);
  if (fake.folders.has(uid) || [...fake.folders.values()].includes(title)) {
    return reply(response, 409, { message: "a folder with the same name already exists", status: "name-exists" });
  }
  fake.folders.set(uid, title);
  return reply(response, 200, { id: 31, uid, title });
}

function readBoard(fake: FakeGrafana, uid: string, response: ServerResponse): true {
  const versions = fake.boards.get(uid);
  const latest = versions?.at(-1);
  if (versions === undefined || latest === undefined) return reply(response, 404, { message: "Dashboard not found" });
  const version = versions.length;
  return reply(response, 200, {
    dashboard: { ...latest.dashboard, id: 77, uid, version },
    meta: { folderUid: latest.folderUid, provisioned: fake.provisioned.has(uid), updatedBy: "anna", version },
  });
}

function saveBoard(fake: FakeGrafana, body: Record<string, unknown>, response: ServerResponse): true {
  const dashboard = body["dashboard"] as Record<string, unknown>;
  const uid = String(dashboard["uid"]);
  const folderUid = typeof body["folderUid"] === "string" ? body["folderUid"] : "";
  const versions = fake.boards.get(uid) ?? [];
  if (fake.provisioned.has(uid)) return reply(response, 400, { message: "Cannot save provisioned dashboard" });
  if (folderUid !== "" && !fake.folders.has(folderUid)) return reply(response, 404, { message: "folder not found" });
  if (versions.length > 0 && body["overwrite"] !== true && dashboard["version"] !== versions.length) {
    const message = "The dashboard has been changed by someone else";
    return reply(response, 412, { message, status: "version-mismatch" });
  }
  for (const [other, saves] of fake.boards) {
    const latest = saves.at(-1);
    if (other === uid || latest?.folderUid !== folderUid || latest.dashboard["title"] !== dashboard["title"]) continue;
    const message = "A dashboard with the same name in the folder already exists";
    return reply(response, 412, { message, status: "name-exists" });
  }
  fake.boards.set(uid, [...versions, { dashboard: fake.onSave(dashboard), folderUid }]);
  return reply(response, 200, { id: 77, uid, status: "success", version: versions.length + 1, url: `/d/${uid}` });
}
