const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Signalbox needs Node 22.18 or newer, and this is Node ${process.versions.node} (${process.execPath}). Run it through npm, which uses the Node that "npm ci" installed, or install a newer one.\n`,
  );
  process.exit(2);
}
