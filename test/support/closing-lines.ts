import type { Reporter, TestModule, TestSuite } from "vitest/node";

/** Ends a run with what was skipped, by name and count, and with one line that sums it up. */
export class ClosingLines implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter(
      (module) => module.state() === "failed" && [...module.children.allTests("failed")].length === 0,
    );
    const skipped = modules.flatMap((module) => skippedNames(module));
    if (skipped.length > 0) {
      console.log(`Skipped (${count("skipped")} tests; npm run tools and npm run build:engine bring what they need):`);
    }
    for (const name of skipped) console.log(`  ${name}`);
    console.log(`${count("passed")} passed, ${count("failed") + broken.length} failed`);
  }
}

function skippedNames(module: TestModule): readonly string[] {
  const suites = [...module.children].flatMap((child) => (child.type === "suite" ? [child] : []));
  const whole = suites.filter((suite) => isSkipped(suite));
  const inside = [...module.children.allTests("skipped")].filter(
    (test) => !whole.some((suite) => contains(suite, test.id)),
  );
  return [
    ...whole.map((suite) => `${module.relativeModuleId}: ${suite.name} (${[...suite.children.allTests()].length})`),
    ...inside.map((test) => `${module.relativeModuleId}: ${test.fullName}`),
  ];
}

function isSkipped(suite: TestSuite): boolean {
  const tests = [...suite.children.allTests()];
  return tests.length > 0 && tests.every((test) => test.result().state === "skipped");
}

function contains(suite: TestSuite, testId: string): boolean {
  return [...suite.children.allTests()].some((test) => test.id === testId);
}
