/// The control groups (cgroups) that this process is in: how a container limits memory. Their limits
/// also hold for the groups inside them, so every group up to the highest one that can be seen counts.
struct ControlGroups {
  /// How one version of the interface names its files.
  private struct Interface {
    let limit: String
    let usage: String
    /// The cache of files that would be given up first, in `memory.stat`.
    let reclaimable: String
    let usualMount: String
  }

  private static let second = Interface(
    limit: "memory.max", usage: "memory.current", reclaimable: "inactive_file",
    usualMount: "/sys/fs/cgroup")
  private static let first = Interface(
    limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes",
    reclaimable: "total_inactive_file", usualMount: "/sys/fs/cgroup/memory")

  /// Version 1 has no word for "no limit": it gives a number near 2^63.
  private static let unlimited = 1e18

  private let files: SystemFiles

  init(_ files: SystemFiles) { self.files = files }

  /// Bytes that the strictest group leaves; nil if none has a limit.
  var available: Double? {
    let second = available(Self.second, group: group(""), mount: mount("cgroup2", nil))
    let first = available(Self.first, group: group("memory"), mount: mount("cgroup", "memory"))
    return [second, first].compactMap { $0 }.min()
  }

  private func available(
    _ interface: Interface, group: String?, mount: (root: String, point: String)?
  ) -> Double? {
    let point = mount?.point ?? interface.usualMount
    var path = group ?? "/"
    // In a container the mount shows the container's own group as its root.
    if let root = mount?.root, root != "/", path == root || path.hasPrefix(root + "/") {
      path = String(path.dropFirst(root.count))
    }
    var least: Double?
    var parts = path.split(separator: "/").filter { $0 != ".." }
    while true {
      let folder = ([point] + parts.map { String($0) }).joined(separator: "/")
      if let left = left(in: folder, interface) { least = min(least ?? left, left) }
      if parts.isEmpty { return least }
      parts.removeLast()
    }
  }

  private func left(in folder: String, _ interface: Interface) -> Double? {
    guard let limit = files.number(folder + "/" + interface.limit), limit < Self.unlimited else {
      return nil
    }
    let usage = files.number(folder + "/" + interface.usage) ?? 0
    let cache = files.number(interface.reclaimable, in: folder + "/memory.stat") ?? 0
    return max(0, limit - max(0, usage - cache))
  }

  /// The path of this process's group in /proc/self/cgroup, whose lines are `number:controllers:path`.
  private func group(_ controller: String) -> String? {
    for line in files.lines("/proc/self/cgroup") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let found =
        controller.isEmpty
        ? parts[0] == "0" && parts[1].isEmpty
        : parts[1].split(separator: ",").contains(Substring(controller))
      if found { return String(parts[2]) }
    }
    return nil
  }

  /// Where the groups are mounted, by /proc/self/mountinfo:
  /// `number parent device ROOT POINT options ... - TYPE source OPTIONS`.
  private func mount(_ type: String, _ controller: String?) -> (root: String, point: String)? {
    for line in files.lines("/proc/self/mountinfo") {
      let words = line.split(separator: " ")
      guard let dash = words.firstIndex(of: "-"), dash > 4, dash + 3 < words.count,
        words[dash + 1] == type
      else { continue }
      let options = words[dash + 3].split(separator: ",")
      if let controller, !options.contains(Substring(controller)) { continue }
      return (String(words[3]), String(words[4]))
    }
    return nil
  }
}
