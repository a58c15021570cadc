import { posix } from "node:path";

/** A controller that limits a process. */
export type CgroupController = "cpu" | "memory";

/** Where the limits of a controller are written, and in which of the two formats. */
export interface CgroupPlace {
  readonly version: 1 | 2;
  /** Folders that can hold them, the likeliest first. */
  readonly folders: readonly string[];
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/**
 * The place of a controller, from `/proc/self/cgroup` and `/proc/self/mountinfo` (formats: cgroups(7), proc_pid_mountinfo(5)).
 * A controller that is mounted on its own is version 1, also where version 2 is mounted beside it. Undefined without cgroups.
 */
export function cgroupPlace(
  controller: CgroupController,
  membership: string | undefined,
  mountInfo: string | undefined,
): CgroupPlace | undefined {
  const groups = (membership ?? "").split("\n").map((line) => {
    const [number = "", controllers = "", ...path] = line.split(":");
    return { number, controllers: controllers.split(","), path: path.join(":") };
  });
  const mounts = (mountInfo ?? "").split("\n").flatMap(mountOf);
  const first = groups.find(({ controllers }) => controllers.includes(controller));
  const own = mounts.find(({ type, options }) => type === "cgroup" && options.includes(controller));
  if (first !== undefined && own !== undefined) return { version: 1, folders: folders(own, first.path) };
  const unified = groups.find(({ number, controllers }) => number === "0" && controllers[0] === "");
  const common = mounts.find(({ type }) => type === "cgroup2");
  if (unified === undefined || common === undefined) return undefined;
  return { version: 2, folders: folders(common, unified.path) };
}

/** The group below the mount; the mount itself where the group's path is that of another namespace, as in some containers. */
function folders({ root, point }: Mount, path: string): readonly string[] {
  const below = posix.relative(root, path);
  return below === "" || below.startsWith("..") ? [point] : [posix.join(point, below), point];
}

function mountOf(line: string): readonly Mount[] {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , root, point] = before.split(" ");
  const [type, , options] = after.split(" ");
  if (root === undefined || point === undefined || type === undefined) return [];
  return [{ root: unescaped(root), point: unescaped(point), type, options: (options ?? "").split(",") }];
}

/** Blanks and backslashes are written in octal. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
