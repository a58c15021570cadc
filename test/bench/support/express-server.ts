import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expressSubject, type Middleware } from "./express-subjects.ts";
import { answerMessages } from "./helper-process.ts";
import { peer } from "./peer.ts";

interface ExpressApp {
  use(middleware: Middleware): void;
  get(
    path: string,
    handler: (
      request: { readonly params: Readonly<Record<string, string>> },
      response: { json(body: object): void },
    ) => void,
  ): void;
}

const { middleware, text } = expressSubject(process.argv[2] ?? "");
const app = peer<() => ExpressApp & RequestListener>("express")();
if (middleware !== undefined) app.use(middleware);
app.get("/users/:id", (request, response) => {
  response.json({ id: request.params["id"], name: "Ada", email: "ada@example.com" });
});
const server = createServer(app).listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  answerMessages({ port }, async () => {
    const { user, system } = process.cpuUsage();
    return { cpuMicroseconds: user + system, text: (await text?.()) ?? "" };
  });
});
