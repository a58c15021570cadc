const largestBodyBytes = 32 * 1024 * 1024;

/** What a target answered. */
export type Scraped =
  | { readonly body: string; readonly contentType: string; readonly durationSeconds: number }
  | { readonly failed: string; readonly durationSeconds: number };

/** Reads the metrics of one address. It never throws: every failure is a reason in words. */
export async function scrapeTarget(url: string, timeoutSeconds: number, fetcher: typeof fetch): Promise<Scraped> {
  const started = performance.now();
  const duration = (): number => (performance.now() - started) / 1000;
  try {
    const response = await fetcher(url, {
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
      redirect: "error",
      headers: { accept: "text/plain;version=0.0.4;q=1,*/*;q=0.1" },
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { failed: `the target answered ${response.status} ${response.statusText}`, durationSeconds: duration() };
    }
    const body = await cappedText(response);
    return { body, contentType: response.headers.get("content-type") ?? "", durationSeconds: duration() };
  } catch (error) {
    return { failed: reasonOf(error, timeoutSeconds), durationSeconds: duration() };
  }
}

async function cappedText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > largestBodyBytes) throw new Error(`the answer is larger than ${largestBodyBytes / 1024 / 1024} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function reasonOf(error: unknown, timeoutSeconds: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${timeoutSeconds} s`;
  const cause = error.cause;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}
