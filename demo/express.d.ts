/** What the demo and the tests use of Express 5, which ships no types. */
declare module "express" {
  import type { IncomingMessage, Server, ServerResponse } from "node:http";

  export interface Request extends IncomingMessage {
    readonly params: Readonly<Record<string, string>>;
    readonly body: unknown;
    readonly originalUrl: string;
  }
  export interface Response extends ServerResponse {
    status(code: number): this;
    json(body: unknown): this;
    send(body: string): this;
    sendStatus(code: number): this;
  }
  export type NextFunction = (error?: unknown) => void;
  export type Handler = (request: Request, response: Response, next: NextFunction) => unknown;
  export type ErrorHandler = (error: unknown, request: Request, response: Response, next: NextFunction) => unknown;
  export type Path = string | RegExp | readonly (string | RegExp)[];

  export interface Router {
    (request: IncomingMessage, response: ServerResponse, next?: NextFunction): unknown;
    use(...handlers: readonly Handler[]): this;
    use(handler: ErrorHandler): this;
    use(path: Path, ...handlers: readonly Handler[]): this;
    all(path: Path, ...handlers: readonly Handler[]): this;
    get(path: Path, ...handlers: readonly Handler[]): this;
    post(path: Path, ...handlers: readonly Handler[]): this;
    put(path: Path, ...handlers: readonly Handler[]): this;
    options(path: Path, ...handlers: readonly Handler[]): this;
  }
  export interface Application extends Router {
    listen(port: number, host: string, listening: () => void): Server;
  }

  interface ExpressModule {
    (): Application;
    json(): Handler;
    Router(options?: { readonly mergeParams?: boolean }): Router;
  }
  const express: ExpressModule;
  // biome-ignore lint/style/noDefaultExport: Express is imported by its default export.
  export default express;
}
