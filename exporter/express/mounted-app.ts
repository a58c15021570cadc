/**
 * The application behind the function that Express's `use` puts into a router for it, which hides it. The function makes the
 * application's own request the prototype of what it is given, and that leads back. Express 4 does so in the second of two
 * layers of its own, which read a few properties before. Every other touch ends the call, so that no middleware of the
 * application runs. Undefined for any other function.
 */
export function mountedApp(handle: { readonly name: string }): object | undefined {
  if (typeof handle !== "function" || handle.name !== "mounted_app") return undefined;
  let app: unknown;
  const request = new Proxy(
    {},
    {
      get: (_target, property) =>
        app === undefined && Object.hasOwn(readBefore, property)
          ? readBefore[property as keyof typeof readBefore]
          : stop(),
      has: stop,
      set: () => true,
      setPrototypeOf: (_target, prototype) => {
        app = (prototype as { readonly app?: unknown } | null)?.app;
        return stop();
      },
    },
  );
  try {
    (handle as (...parts: readonly unknown[]) => void)(request, { setHeader: () => undefined }, () => undefined);
  } catch {
    // The call ends here on purpose.
  }
  return typeof app === "function" ? app : undefined;
}

/** What Express reads before it sets the prototype. */
const readBefore = {
  app: undefined,
  method: "GET",
  url: "/",
  originalUrl: "/",
  baseUrl: "",
  params: {},
  next: undefined,
  query: {},
  _parsedUrl: undefined,
};

function stop(): never {
  throw new Error("The application is known.");
}
