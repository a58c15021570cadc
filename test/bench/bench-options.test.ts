import { describe, expect, it } from "vitest";
import { benchOptions } from "./support/bench-options.ts";

describe("the options of the benchmark", () => {
  it("ask for everything in full by default", () => {
    const options = benchOptions([]);
    expect(options).toMatchObject({ effort: "full", date: undefined, isWhole: true });
    expect(options !== "help" && options.questions.length).toBe(11);
  });

  it("choose questions, in the order of the report", () => {
    const options = benchOptions(["--only", "scrape", "--only", "observe", "--date", "2026-02-28"]);
    expect(options).toMatchObject({ date: "2026-02-28", isWhole: false });
    expect(options !== "help" && options.questions.map(({ key }) => key)).toEqual(["observe", "scrape"]);
  });

  it("make a quick run one that is not published", () => {
    expect(benchOptions(["--quick"])).toMatchObject({ effort: "quick", isWhole: false });
  });

  it.each([
    [
      ["--only", "speed"],
      "--only is one of observe, middleware, requests, scrape, gap, million, memory, merge, native, simulate, rule-cost, not speed.",
    ],
    [["--date", "today"], "--date is a day such as 2026-01-31, not today."],
  ])("refuse %j", (args, message) => {
    expect(() => benchOptions(args)).toThrow(message);
  });
});
