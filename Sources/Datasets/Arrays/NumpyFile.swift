import Foundation

/// Which arrays of a `.npy` or `.npz` file are inputs, labels and lengths.
struct NumpyFile {
  private static let inputNames = ["x", "X", "data", "inputs", "input", "features", "series"]
  private static let labelNames = [
    "y", "Y", "labels", "label", "targets", "target", "classes", "tags",
  ]
  private static let lengthNames = ["lengths", "length", "sequence_lengths", "seq_lengths", "lens"]
  /// Suffixes of array names in a file that is already divided.
  private static let partEndings = [
    "training": ["_train", "_training"], "validation": ["_val", "_valid", "_validation", "_dev"],
    "test": ["_test"],
  ]
  /// Memory that an array and the sequences made of it take, over the array's size.
  static let growth = 3.0

  struct Arrays {
    var inputs: NumpyArray
    var labels: NumpyArray?
    var lengths: NumpyArray?
  }

  let whole: Arrays
  /// Parts that the file itself sets apart: `x_val`, `x_test`, next to `x_train`.
  let validation: Arrays?
  let test: Arrays?

  /// True for an array, and for a zip archive with one.
  static func isNumpy(_ file: String, files: DataFiles) throws(DatasetError) -> Bool {
    let open = try files.open(file)
    let head = try open.bytes(at: 0, count: min(6, open.size)) ?? []
    if head == NumpyHeader.mark { return true }
    guard head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) else {
      return false
    }
    guard let archive = try? ZipArchive(open) else {
      // A damaged archive is reported as such if its name shows that it is one.
      return file.lowercased().hasSuffix(".npz")
    }
    return file.lowercased().hasSuffix(".npz")
      || archive.members.contains { $0.name.hasSuffix(".npy") }
  }

  init(
    _ file: String, _ request: SequenceRequest, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    try request.refuse(
      [.sequence, .time, .text, .delimiter, .decimal, .header], with: "NumPy arrays", file: file)
    progress("reading \(escaped(file))")
    let path = try files.path(of: file)
    let open = try files.open(file)
    let head = try open.bytes(at: 0, count: min(6, open.size)) ?? []
    if head == NumpyHeader.mark {
      let inputs = try Self.array(open, files: files)
      whole = Arrays(
        inputs: inputs, labels: try Self.labelsBeside(file, path, request, files: files))
      (validation, test) = (nil, nil)
      return
    }
    let members = try Members(ZipArchive(open), file: file, memory: files.memory)
    if let training = try Self.arrays(members, "training") {
      whole = training
      validation = try Self.arrays(members, "validation")
      test = try Self.arrays(members, "test")
    } else {
      whole = try Self.undivided(members, request)
      (validation, test) = (nil, nil)
    }
  }

  /// The arrays of one part of a file that is already divided.
  private static func arrays(
    _ members: Members, _ part: String
  ) throws(DatasetError) -> Arrays? {
    for ending in partEndings[part] ?? [] {
      guard let inputs = try members.array(inputNames.map { $0 + ending }) else { continue }
      return Arrays(
        inputs: inputs, labels: try members.array(labelNames.map { $0 + ending }),
        lengths: try members.array(lengthNames.map { $0 + ending }))
    }
    return nil
  }

  /// True if the labels are one for each step. The inputs are not read where names say which
  /// array is which.
  static func isTagged(
    _ file: String, _ configuration: DataConfiguration, files: DataFiles
  ) throws(DatasetError) -> Bool {
    let request = SequenceRequest(configuration, everyStep: false)
    let path = try files.path(of: file)
    let open = try files.open(file)
    var labels: NumpyArray?
    if try open.bytes(at: 0, count: min(6, open.size)) ?? [] == NumpyHeader.mark {
      labels = try labelsBeside(file, path, request, files: files)
    } else {
      let members = try Members(ZipArchive(open), file: file, memory: files.memory)
      let endings = [""] + (partEndings["training"] ?? [])
      if request.roles.label == nil {
        labels = try members.array(endings.flatMap { ending in labelNames.map { $0 + ending } })
      }
      if labels == nil { labels = try undivided(members, request).labels }
    }
    guard let labels, labels.shape.count == 2, labels.shape[1] > 1 else { return false }
    guard labels.isOneHot else { return true }
    // As many places as steps: labels of steps; else one place for each class.
    let read = try NumpyFile(file, request, files: files) { _ in }
    guard [2, 3].contains(read.whole.inputs.shape.count), read.whole.inputs.count > 0 else {
      return false
    }
    let axes = ArrayAxes(read.whole, known: request.layout, everyStep: false)
    return axes.steps == labels.shape[1]
  }

  // MARK: which array is what

  /// The arrays of an archive by name, read when they are requested.
  private struct Members {
    let archive: ZipArchive
    let file: String
    let memory: DataMemory
    let names: [String]

    init(_ archive: ZipArchive, file: String, memory: DataMemory) throws(DatasetError) {
      self.archive = archive
      self.memory = memory
      self.file = file
      names = archive.members.filter { $0.name.hasSuffix(".npy") }.map {
        String($0.name.dropLast(4))
      }
      if names.isEmpty { throw .numpy(file: file, .noArrays) }
    }

    /// The first of `wanted` that is there.
    func array(_ wanted: [String]) throws(DatasetError) -> NumpyArray? {
      guard let name = wanted.first(where: names.contains),
        let member = archive.members.first(where: { $0.name == name + ".npy" })
      else { return nil }
      return try NumpyArray(archive.contents(of: member, memory: memory), name: name, file: file)
    }
  }

  private static func undivided(
    _ members: Members, _ request: SequenceRequest
  ) throws(DatasetError) -> Arrays {
    let lengths = try members.array(lengthNames)
    if let name = request.roles.label, !request.isKnown, !members.names.contains(name) {
      throw .numpy(file: members.file, .noSuchArray(name: name, arrays: members.names))
    }
    let named = request.roles.label.map { [$0] + labelNames } ?? labelNames
    var labels = try members.array(named)
    var inputs = try members.array(inputNames)
    let others = members.names.filter {
      $0 != lengths?.name && $0 != labels?.name && $0 != inputs?.name
    }
    if inputs == nil, others.count == 1 {
      inputs = try members.array(others)
    } else if labels == nil, inputs != nil, others.count == 1 {
      labels = try members.array(others)
    } else if inputs == nil, labels == nil, others.count == 2,
      let one = try members.array([others[0]]), let other = try members.array([others[1]])
    {
      // The inputs have an axis more, or are the ones with fractions.
      if one.shape.count != other.shape.count {
        (inputs, labels) =
          one.shape.count > other.shape.count ? (one, other) : (other, one)
      } else if one.isFloats != other.isFloats {
        (inputs, labels) = one.isFloats ? (one, other) : (other, one)
      }
    }
    guard let inputs else {
      throw .numpy(file: members.file, .unclear(arrays: members.names))
    }
    return Arrays(inputs: inputs, labels: labels, lengths: lengths)
  }

  /// The labels of a lone array: the file that `data.label` names, else one next to it whose name
  /// has y for X, or labels for data.
  private static func labelsBeside(
    _ file: String, _ path: String, _ request: SequenceRequest, files: DataFiles
  ) throws(DatasetError) -> NumpyArray? {
    if let name = request.roles.label, !request.isKnown {
      return try array(files.open(name), files: files)
    }
    let last = lastPart(path)
    let folder = String(path.dropLast(last.count))
    for (input, label) in [
      ("X", "y"), ("x", "y"), ("X", "Y"), ("data", "labels"), ("inputs", "targets"),
      ("inputs", "labels"),
    ] where last.hasPrefix(input) {
      let other = label + last.dropFirst(input.count)
      if access(folder + other, F_OK) == 0 {
        let name = String(file.dropLast(lastPart(file).count)) + other
        return try array(OpenFile(name: name, path: folder + other), files: files)
      }
    }
    return nil
  }

  /// The array that fills a file.
  private static func array(_ open: OpenFile, files: DataFiles) throws(DatasetError) -> NumpyArray {
    if open.size > ZipArchive.mostBytes {
      throw .tooLarge(file: open.name, bytes: open.size, limit: ZipArchive.mostBytes)
    }
    try files.requireMemory(of: open, growth: growth)
    return try NumpyArray(open.bytes(at: 0, count: open.size) ?? [], name: "", file: open.name)
  }
}
