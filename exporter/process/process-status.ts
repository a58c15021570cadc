import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fromPool } from "../in-time.ts";
import { LateSeries } from "./late-series.ts";
import { numberAfter, type ReadProcessFile } from "./process-file.ts";
import type { ProcessPart, ProcessParts } from "./process-part.ts";

/** Memory and file descriptors as the kernel tells them in `/proc/self`; on other systems the resident memory alone. */
export class ProcessStatus implements ProcessPart {
  readonly #root: string;
  readonly #read: ReadProcessFile;
  readonly #resident: LateSeries;
  readonly #virtual: LateSeries;
  readonly #data: LateSeries | undefined;
  readonly #openFiles: LateSeries;
  readonly #mostFiles: LateSeries;

  /** With `promClientNames` the data segment is told too, under the name of prom-client. */
  constructor({ table, report }: ProcessParts, read: ReadProcessFile, root: string, promClientNames: boolean) {
    this.#root = root;
    this.#read = read;
    this.#resident = new LateSeries(table("process_resident_memory_bytes"), report);
    this.#virtual = new LateSeries(table("process_virtual_memory_bytes"), report);
    this.#data = promClientNames ? new LateSeries(table("process_heap_bytes"), report) : undefined;
    this.#openFiles = new LateSeries(table("process_open_fds"), report);
    this.#mostFiles = new LateSeries(table("process_max_fds"), report);
  }

  async refresh(): Promise<void> {
    const [status, limits, openFiles] = await Promise.all([
      this.#read("/proc/self/status"),
      this.#read("/proc/self/limits"),
      openFileDescriptors(join(this.#root, "/proc/self/fd")),
    ]);
    this.#resident.set(bytes("VmRSS", status) ?? residentBytes());
    this.#virtual.set(bytes("VmSize", status));
    this.#data?.set(bytes("VmData", status));
    this.#openFiles.set(openFiles);
    this.#mostFiles.set(numberAfter("Max open files", limits));
  }
}

function bytes(key: string, status: string | undefined): number | undefined {
  const kibibytes = numberAfter(key, status);
  return kibibytes === undefined ? undefined : kibibytes * 1024;
}

/** Where there is no `/proc` this is a call to the system, no file. */
function residentBytes(): number | undefined {
  return process.platform === "linux" ? undefined : process.memoryUsage.rss();
}

/** Since Linux 6.2 the size of the folder is the number of open descriptors, which spares a list of thousands of names. */
async function openFileDescriptors(folder: string): Promise<number | undefined> {
  try {
    const { size } = statSync(folder);
    if (size > 0) return size;
    const names = await fromPool(readdir(folder));
    return names === undefined ? undefined : names.value.length - 1;
  } catch {
    return undefined;
  }
}
