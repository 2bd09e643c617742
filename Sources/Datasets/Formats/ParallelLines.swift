/// Two files whose lines belong to each other, sources and targets: a table with two columns.
enum ParallelLines {
  static let format = "two files"
  static let names = [PairDescription.Columns.ofTask.source, PairDescription.Columns.ofTask.target]

  /// - Parameter most: bytes of the sources; the line that goes beyond is the last one.
  /// - Throws: if one of them has more lines; empty ones at the end are none.
  static func table(
    _ sources: OpenFile, _ targets: OpenFile, most: Int = .max,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> OpenFile {
    var one = try FileLines(sources, progress: progress)
    var other = try FileLines(targets, progress: progress)
    var writer = try DelimitedWriter(of: sources, goesOn: true)
    try writer.header(names, line: 1)
    var isCut = false
    while !isCut {
      let (hasSource, hasTarget) = (try one.advance(), try other.advance())
      if !hasSource || !hasTarget {
        let (lines, otherLines) = (
          try count(&one, hasSource), try count(&other, hasTarget)
        )
        if lines != otherLines {
          throw .format(
            file: sources.name, line: nil,
            .unequalFiles(lines: lines, other: targets.name, otherLines: otherLines))
        }
        break
      }
      writer.begin(one.line)
      try writer.quoted(one.bytes)
      try writer.quoted(other.bytes)
      try writer.end()
      isCut = one.offset >= most
    }
    return try writer.finish(
      format,
      notes: [
        "lines of \(escaped(sources.name)) with the lines of \(escaped(targets.name)) as targets"
      ],
      isCut: isCut)
  }

  /// Lines up to the last one that is not empty.
  /// - Parameter isOpen: the line last read is one.
  private static func count(
    _ lines: inout FileLines, _ isOpen: Bool
  ) throws(DatasetError) -> Int {
    // Those that were written as pairs count, whatever they hold.
    var last = isOpen ? lines.line - 1 : lines.line
    var goesOn = isOpen
    while goesOn {
      if !lines.bytes.isEmpty { last = lines.line }
      goesOn = try lines.advance()
    }
    return last
  }
}
