import { defineService } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import { describe, expect, it, onTestFinished } from "vitest";
import { parsedExposition } from "./exposition-text.ts";
import { processRoot, writeProcessFiles } from "./process-root.ts";

const shop = defineService({ name: "shop", team: "storefront", description: "Sells products." });

function instrumented(files: Readonly<Record<string, string>>): { signals: Signals; root: string } {
  const root = processRoot(files);
  const signals = instrument(shop, { fileSystemRoot: root });
  onTestFinished(() => signals.close());
  return { signals, root };
}

/** The values of the metrics of the cgroup, by the rest of the name. */
async function cgroup(signals: Signals): Promise<Readonly<Record<string, number>>> {
  const samples = parsedExposition(await signals.exposition()).flatMap((family) => family.samples);
  const own = samples.filter(({ name }) => name.startsWith("process_cgroup_"));
  return Object.fromEntries(own.map(({ name, value }) => [name.slice("process_cgroup_".length), value]));
}

const unifiedMount = (root: string, point = "/sys/fs/cgroup"): string =>
  `31 23 0:26 ${root} ${point} ro,nosuid shared:9 - cgroup2 cgroup rw,nsdelegate\n`;

/** The files of version 2 in a folder: 2.5 cores, 512 MiB. */
const version2 = (folder: string): Readonly<Record<string, string>> => ({
  [`${folder}/cpu.max`]: "250000 100000\n",
  [`${folder}/cpu.stat`]:
    "usage_usec 91\nuser_usec 50\nsystem_usec 41\nnr_periods 640\nnr_throttled 32\nthrottled_usec 1750000\n",
  [`${folder}/memory.max`]: "536870912\n",
  [`${folder}/memory.current`]: "201326592\n",
  [`${folder}/memory.events`]: "low 0\nhigh 1\nmax 5\noom 4\noom_kill 3\noom_group_kill 2\n",
});

const version2Values = {
  cpu_limit_cores: 2.5,
  cpu_periods_total: 640,
  cpu_throttled_periods_total: 32,
  cpu_throttled_seconds_total: 1.75,
  memory_limit_bytes: 536_870_912,
  memory_usage_bytes: 201_326_592,
  oom_kills_total: 3,
};

describe("the limits of a container", () => {
  it("are read from version 2 in a namespace of its own", async () => {
    const { signals } = instrumented({
      "/proc/self/cgroup": "0::/\n",
      "/proc/self/mountinfo": unifiedMount("/"),
      ...version2("/sys/fs/cgroup"),
    });
    expect(await cgroup(signals)).toEqual(version2Values);
  });

  it("are read from the group of the process where the host's groups are mounted", async () => {
    const { signals } = instrumented({
      "/proc/self/cgroup": "0::/kubepods.slice/pod7:a/box\n",
      "/proc/self/mountinfo": unifiedMount("/", "/sys/fs/my\\040groups"),
      ...version2("/sys/fs/my groups/kubepods.slice/pod7:a/box"),
      "/sys/fs/my groups/cpu.max": "100000 100000\n",
    });
    expect(await cgroup(signals)).toEqual(version2Values);
  });

  it("are read from the mount where the group's path is that of another namespace", async () => {
    for (const [root, group] of [
      ["/../outer", "/../../box"],
      ["/", "/gone/box"],
    ] as const) {
      const { signals } = instrumented({
        "/proc/self/cgroup": `0::${group}\n`,
        "/proc/self/mountinfo": unifiedMount(root),
        ...version2("/sys/fs/cgroup"),
      });
      expect(await cgroup(signals)).toEqual(version2Values);
    }
  });

  it("are read from version 1, also with version 2 mounted beside it", async () => {
    const mount = (controllers: string): string =>
      `35 31 0:30 /kubepods/box /sys/fs/cgroup/${controllers} ro - cgroup cgroup rw,${controllers}\n`;
    const { signals } = instrumented({
      "/proc/self/cgroup": "7:cpu,cpuacct:/kubepods/box/app\n6:memory:/kubepods/box\n1:name=systemd:/x\n0::/\n",
      "/proc/self/mountinfo": mount("cpu,cpuacct") + mount("memory") + unifiedMount("/", "/sys/fs/cgroup/unified"),
      ...version2("/sys/fs/cgroup/unified"),
      "/sys/fs/cgroup/cpu,cpuacct/app/cpu.cfs_quota_us": "75000\n",
      "/sys/fs/cgroup/cpu,cpuacct/app/cpu.cfs_period_us": "50000\n",
      "/sys/fs/cgroup/cpu,cpuacct/app/cpu.stat": "nr_periods 71\nnr_throttled 11\nthrottled_time 4500000000\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "268435456\n",
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": "134217728\n",
      "/sys/fs/cgroup/memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 6\n",
    });
    expect(await cgroup(signals)).toEqual({
      cpu_limit_cores: 1.5,
      cpu_periods_total: 71,
      cpu_throttled_periods_total: 11,
      cpu_throttled_seconds_total: 4.5,
      memory_limit_bytes: 268_435_456,
      memory_usage_bytes: 134_217_728,
      oom_kills_total: 6,
    });
  });

  it.each([
    ["without cgroups", {}],
    [
      "at the root, where no limit is written",
      { "/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": unifiedMount("/") },
    ],
    [
      "without a limit of version 2",
      {
        "/proc/self/cgroup": "0::/\n",
        "/proc/self/mountinfo": unifiedMount("/"),
        ...version2("/sys/fs/cgroup"),
        "/sys/fs/cgroup/cpu.max": "max 100000\n",
        "/sys/fs/cgroup/memory.max": "max\n",
      },
    ],
    [
      "without a limit of version 1",
      {
        "/proc/self/cgroup": "2:memory:/\n1:cpu:/\n",
        "/proc/self/mountinfo":
          "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n32 31 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        "/sys/fs/cgroup/cpu/cpu.stat": "nr_periods 1\nnr_throttled 1\nthrottled_time 1\n",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes": "5\n",
      },
    ],
  ])("are absent %s, not 0", async (_place, files) => {
    expect(await cgroup(instrumented(files).signals)).toEqual({});
  });

  it("are read anew for each scrape, and follow a resize in place", async () => {
    const { signals, root } = instrumented({
      "/proc/self/cgroup": "0::/\n",
      "/proc/self/mountinfo": unifiedMount("/"),
      ...version2("/sys/fs/cgroup"),
    });
    await signals.exposition();
    writeProcessFiles(root, { "/sys/fs/cgroup/cpu.max": "400000 100000\n", "/sys/fs/cgroup/memory.max": "max\n" });
    const { cpu_limit_cores, memory_limit_bytes, ...rest } = await cgroup(signals);
    expect([cpu_limit_cores, memory_limit_bytes]).toEqual([4, Number.NaN]);
    expect(rest["cpu_periods_total"]).toBe(640);
  });
});
