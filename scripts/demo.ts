import { checkDemo } from "./demo/check.ts";
import { demoOptions, usage } from "./demo/demo-options.ts";
import { endings } from "./demo/endings.ts";
import { showDemo } from "./demo/show.ts";

const end = endings();
try {
  const options = demoOptions(process.argv.slice(2));
  if (options === "help") console.log(usage);
  else if (options.check) {
    const passed = await checkDemo(options, end);
    await end.run();
    process.exit(passed ? 0 : 1);
  } else await showDemo(options, end);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end.run();
  process.exit(1);
}
