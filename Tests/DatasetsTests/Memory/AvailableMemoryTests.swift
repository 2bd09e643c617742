import Datasets
import Foundation
import Testing

/// Facts of the system as files in a folder.
@Suite struct AvailableMemoryTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func write(_ files: [String: String]) throws {
    for (path, text) in files {
      let url = URL(fileURLWithPath: scratch.folder + path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  private func available(
    addressLimit: Double? = nil, dataLimit: Double? = nil
  ) -> AvailableMemory {
    AvailableMemory(
      root: scratch.folder, addressLimit: addressLimit, dataLimit: dataLimit, pageSize: 4096)
  }

  private static let second = "30 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n"
  private static let first = """
    31 23 0:29 / /sys/fs/cgroup/cpu rw shared:3 - cgroup cgroup rw,cpu
    35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory

    """

  @Test func theMachineCountsCachesThatItWouldGiveUp() throws {
    #expect(available().bytes == .infinity)
    try write([
      "/proc/meminfo": "MemTotal:  2000 kB\nMemFree:  10 kB\nMemAvailable:   1500 kB\n"
    ])
    #expect(available().storage == 1500 * 1024)
  }

  @Test func aGroupOfVersion2LeavesItsLimitWithoutItsUsage() throws {
    try write([
      "/proc/meminfo": "MemAvailable:   1500000 kB\n", "/proc/self/cgroup": "0::/app/one\n",
      "/proc/self/mountinfo": Self.second, "/sys/fs/cgroup/app/one/memory.max": "300000000\n",
      "/sys/fs/cgroup/app/one/memory.current": "100000000\n",
      "/sys/fs/cgroup/app/one/memory.stat": "anon 60000000\nfile 40\ninactive_file 30000000\n",
    ])
    #expect(available().storage == 300e6 - 70e6)
  }

  @Test func aParentsLimitHoldsToo() throws {
    try write([
      "/proc/self/cgroup": "0::/app/one\n", "/proc/self/mountinfo": Self.second,
      "/sys/fs/cgroup/app/one/memory.max": "max\n",
      "/sys/fs/cgroup/app/one/memory.current": "5\n",
      "/sys/fs/cgroup/app/memory.max": "200000000\n",
      "/sys/fs/cgroup/app/memory.current": "150000000\n",
    ])
    #expect(available().storage == 50e6)
  }

  @Test func aGroupOfVersion1CountsItsChildren() throws {
    try write([
      "/proc/self/cgroup": "8:pids:/\n4:cpuacct,memory:/box\n0::/\n",
      "/proc/self/mountinfo": Self.first,
      "/sys/fs/cgroup/memory/box/memory.limit_in_bytes": "314572800\n",
      "/sys/fs/cgroup/memory/box/memory.usage_in_bytes": "14572800\n",
      "/sys/fs/cgroup/memory/box/memory.stat": "inactive_file 1\ntotal_inactive_file 4572800\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ])
    #expect(available().storage == 314_572_800 - 10_000_000)
  }

  /// What a container sees: its own group as the root, under a path that is the host's.
  @Test func inAContainerTheMountIsTheGroup() throws {
    try write([
      "/proc/self/cgroup": "4:memory:/docker/abc\n",
      "/proc/self/mountinfo":
        "35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "1000\n",
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": "400\n",
    ])
    #expect(available().storage == 600)
  }

  @Test func withoutProcTheUsualPlacesAreLookedAt() throws {
    try write([
      "/sys/fs/cgroup/memory.max": "5000\n", "/sys/fs/cgroup/memory.current": "2000\n",
    ])
    #expect(available().storage == 3000)
    #expect(available(addressLimit: 1e9).addresses < 1e9)
  }

  @Test func aFullGroupLeavesNothing() throws {
    try write([
      "/sys/fs/cgroup/memory.max": "5000\n", "/sys/fs/cgroup/memory.current": "9000\n",
    ])
    #expect(available().storage == 0)
  }

  @Test(arguments: ["", "max", "many", "-", "\u{0}", "12 13\n14"])
  func anyTextEndsInANumber(_ text: String) throws {
    try write([
      "/proc/meminfo": "MemAvailable: \(text)", "/proc/self/cgroup": "0:\(text)\n\(text)",
      "/proc/self/mountinfo": "\(text) - \(text)\n1 2 3 / /m - cgroup2",
      "/sys/fs/cgroup/memory.max": text, "/proc/self/statm": text,
    ])
    let found = available(addressLimit: 1e9, dataLimit: 1e9)
    #expect(found.storage >= 0 && found.addresses >= 0)
  }

  @Test func limitsOfAddressesLeaveWhatIsNotMapped() throws {
    // total resident shared text library data dirty, in pages
    try write(["/proc/self/statm": "1000 500 100 50 0 200 0\n"])
    #expect(available(addressLimit: 10_000_000).addresses == 10_000_000 - 4_096_000)
    #expect(available(dataLimit: 2_000_000).addresses == 2_000_000 - 819_200)
    #expect(available(addressLimit: 1000).addresses == 0)
    #expect(available().addresses == .infinity)
  }

  @Test func thisMachineHasSome() {
    #expect(AvailableMemory.now.storage > 1e6 && AvailableMemory.now.bytes > 1e6)
  }
}
