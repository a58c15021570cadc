import type { ServerResponse } from "node:http";
import type { BenchRequest } from "./express-subjects.ts";
import { peer } from "./peer.ts";
import { sinkExchange } from "./sink.ts";

interface ExpressApp {
  readonly request: object;
  readonly response: object;
  readonly router: { readonly stack: readonly { readonly route?: BenchRequest["route"] }[] };
  get(path: string, handler: () => void): void;
}

/** A request and its response as Express hands them to a middleware. */
export interface Exchange {
  readonly request: BenchRequest;
  readonly response: ServerResponse;
}

/** Real requests and responses of Express, for `GET /users/17` under the route `/users/:id`, without a server. */
export class Exchanges {
  readonly #app: ExpressApp;
  readonly #route: BenchRequest["route"];

  constructor() {
    this.#app = peer<() => ExpressApp>("express")();
    this.#app.get("/users/:id", () => undefined);
    this.#route = this.#app.router.stack.find((layer) => layer.route !== undefined)?.route;
  }

  /** So many exchanges that nobody has begun to answer. */
  batch(count: number): readonly Exchange[] {
    return Array.from({ length: count }, () => this.#exchange());
  }

  /** Answers with JSON, as the route would. Resolves when all responses are closed. */
  async answered(exchanges: readonly Exchange[], begin: (exchange: Exchange) => void): Promise<void> {
    let open = exchanges.length;
    await new Promise<void>((resolve) => {
      for (const exchange of exchanges) {
        const { request, response } = exchange;
        begin(exchange);
        if (this.#route !== undefined) request.route = this.#route;
        response.setHeader("Content-Type", "application/json; charset=utf-8");
        response.end('{"id":"17","name":"Ada"}', () => {
          open -= 1;
          if (open === 0) setImmediate(resolve);
        });
      }
    });
  }

  #exchange(): Exchange {
    const { request, response } = sinkExchange("/users/17");
    Object.setPrototypeOf(request, this.#app.request);
    Object.setPrototypeOf(response, this.#app.response);
    Object.assign(request, { res: response, originalUrl: "/users/17", baseUrl: "", params: { id: "17" } });
    Object.assign(response, { req: request, locals: {} });
    return { request: request as BenchRequest, response };
  }
}
