#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Signalbox needs Node 22.18 or newer, and this is Node ${process.versions.node} (${process.execPath}).\n`,
  );
  process.exit(2);
}

// Loaded only now, because an older Node could not read what follows.
const { runProcess } = await import("./process.ts");
await runProcess();
