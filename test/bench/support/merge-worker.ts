import { mergeMember } from "./merge-members.ts";

const observeAll = mergeMember(process.argv[2] ?? "");
process.on("message", (message) => {
  if (message !== "observe") return;
  observeAll();
  process.send?.("observed");
});
observeAll();
process.send?.("observed");
