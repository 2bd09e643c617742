/// A fault in a NumPy file; its text follows the file's name.
package enum NumpyFault: Error, Equatable, Sendable {
  // The archive.
  case noDirectory
  case damagedArchive(String)
  case truncatedMember(member: String)
  case encrypted(member: String)
  case method(member: String, number: Int)
  case damagedMember(member: String)
  /// Other than the directory's.
  case unpackedSize(member: String, needed: Int)
  case checksum(member: String)
  case tooManyMembers(found: Int, limit: Int)
  case tooLargeMember(member: String, bytes: Int, limit: Int)

  // One array.
  case header(array: String, String)
  case objects(array: String)
  case type(array: String, found: String)
  case size(array: String, found: Int, needed: Int)
  case tooManyValues(array: String, found: Int, limit: Int)

  // The arrays themselves.
  case noArrays
  case unclear(arrays: [String])
  case noSuchArray(name: String, arrays: [String])
  case noLabels(arrays: [String])
  case shape(array: String, found: [Int], allowed: String)
  case notNumbers(array: String, found: String)
  case counts(inputs: Int, labels: Int)
  case length(array: String, sequence: Int, found: String, most: Int)
  case infinite(array: String, sequence: Int, step: Int, input: Int)
  case label(array: String, place: Int, found: String)
}

extension NumpyFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noDirectory:
      "is a zip archive without its directory at the end; was it copied whole?"
    case .damagedArchive(let what):
      "is a damaged zip archive: \(what)"
    case .truncatedMember(let member):
      "\(escaped(member)): ends too early; was the file copied whole?"
    case .encrypted(let member):
      "\(escaped(member)): is encrypted, which is not supported"
    case .method(let member, let number):
      "\(escaped(member)): is compressed by method \(number); supported: 0 (stored) and 8 "
        + "(deflated), which numpy.savez and numpy.savez_compressed write"
    case .damagedMember(let member):
      "\(escaped(member)): its compressed data are damaged"
    case .unpackedSize(let member, let needed):
      "\(escaped(member)): is damaged: it does not unpack to the \(needed) bytes that the archive "
        + "declares"
    case .checksum(let member):
      "\(escaped(member)): is damaged: its checksum does not match"
    case .tooManyMembers(let found, let limit):
      "has \(found) members; at most \(limit) are read"
    case .tooLargeMember(let member, let bytes, let limit):
      "\(escaped(member)): \(bytes) bytes; at most \(limit) are read"

    case .header(let array, let what):
      "\(named(array))it has no valid NumPy header: \(what)"
    case .objects(let array):
      "\(named(array))holds Python objects: a pickle, which can run code and is not loaded; "
        + "save numbers or strings (array.astype(float), or padded to [N, T, I] with lengths)"
    case .type(let array, let found):
      "\(named(array))has the type \(escaped(found)); allowed: bool, integers, floats of 2, 4 or 8 "
        + "bytes, strings"
    case .size(let array, let found, let needed):
      "\(named(array))holds \(found) bytes of data; its header says \(needed)"
    case .tooManyValues(let array, let found, let limit):
      "\(named(array))has \(found) values; at most \(limit) are read"
    case .noArrays:
      "holds no array (no member ends in .npy)"
    case .unclear(let arrays):
      "cannot tell which array is the input: there are \(listed(arrays)); name the inputs x, X, "
        + "data or inputs and the labels y, Y, labels or targets"
    case .noSuchArray(let name, let arrays):
      "data.label: no array \"\(escaped(name))\"; there are \(listed(arrays))"
    case .noLabels(let arrays):
      "no labels: there is only \(listed(arrays)); save both with numpy.savez(FILE, x=..., y=...), "
        + "or name a .npy file of labels as data.label"
    case .shape(let array, let found, let allowed):
      "\(named(array))has the shape \(text(found)); allowed: \(allowed)"
    case .notNumbers(let array, let found):
      "\(named(array))has the type \(escaped(found)); numbers are needed"
    case .counts(let inputs, let labels):
      "\(counted(inputs, "sequence")), but \(counted(labels, "label"))"
    case .length(let array, let sequence, let found, let most):
      "\(named(array))sequence \(sequence) has the length \(escaped(found)); allowed: 1 to \(most)"
    case .infinite(let array, let sequence, let step, let input):
      "\(named(array))sequence \(sequence), step \(step), input \(input): is too large a number "
        + "(beyond 3.4e38)"
    case .label(let array, let place, let found):
      "\(named(array))label \(place), \(escaped(found)): is not a class; whole numbers or strings "
        + "are needed"
    }
  }

  private func named(_ array: String) -> String { array.isEmpty ? "" : escaped(array) + ": " }

  private func text(_ shape: [Int]) -> String {
    "[" + shape.map(String.init).joined(separator: ", ") + "]"
  }
}
