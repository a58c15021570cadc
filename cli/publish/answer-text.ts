import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** The body of a response as text. Throws a {@link Failure} (7) past `maximumBytes`; the rest is not read. */
export async function answerText(response: Response, maximumBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) {
      throw new Failure(
        exitCodes.incompatible,
        `The answer of ${new URL(response.url).origin} is larger than ${maximumBytes} bytes, so it is no answer of Grafana. Check the address.`,
      );
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
