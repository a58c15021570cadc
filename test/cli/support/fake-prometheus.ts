/** A question that arrived at a {@link FakePrometheus}. */
export interface AskedQuestion {
  readonly path: string;
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly authorization: string | null;
}

/** What a server answers: a status and a body. */
export interface FakeAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A query API without a network. */
export interface FakePrometheus {
  readonly fetch: typeof fetch;
  readonly asked: readonly AskedQuestion[];
}

/** The answer of a server that has one series, with one value at every step. */
export function constantAnswer(
  { start, end }: Pick<AskedQuestion, "start" | "end">,
  value: number,
  labels = {},
): FakeAnswer {
  const values: [number, string][] = [];
  for (let time = start; time <= end; time += 60) values.push([time, String(value)]);
  return ok([{ metric: labels, values }]);
}

/** A range answer with these series. */
export function ok(result: readonly object[]): FakeAnswer {
  return { status: 200, body: JSON.stringify({ status: "success", data: { resultType: "matrix", result } }) };
}

/** An error as Prometheus writes it. */
export function refused(status: number, errorType: string, error: string): FakeAnswer {
  return { status, body: JSON.stringify({ status: "error", errorType, error }) };
}

/** A server whose answers a test decides. */
export function fakePrometheus(answer: (question: AskedQuestion, count: number) => FakeAnswer): FakePrometheus {
  const asked: AskedQuestion[] = [];
  return {
    asked,
    fetch: async (input, init) => {
      const form = new URLSearchParams(String(init?.body));
      const question = {
        path: new URL(String(input)).pathname,
        query: form.get("query") ?? "",
        start: Number(form.get("start")),
        end: Number(form.get("end")),
        authorization: new Headers(init?.headers).get("authorization"),
      };
      asked.push(question);
      const { status, body, headers } = answer(question, asked.length);
      return new Response(body, { status, ...(headers === undefined ? {} : { headers }) });
    },
  };
}
