// Preloaded into every process that the demo starts. The demo holds the other end of standard input, so that its end,
// even by SIGKILL, ends the process too.
process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
process.stdin.resume();
