/// Why a preset cannot be used, and where. The text is written in `PresetError+Description.swift`.
package enum PresetError: Error, Equatable {
  // The file.
  case missingFile(file: String)
  case unreadable(file: String, reason: String)
  /// `what`: directory, pipe, socket, device.
  case notRegular(file: String, what: String)
  case empty(file: String)
  case tooLong(file: String, limit: Int)
  case binary(file: String, line: Int)
  case notUTF8(file: String, line: Int)

  // The YAML.
  case syntax(PresetPlace, reason: String)
  case tooDeep(PresetPlace, limit: Int)
  case aliases(PresetPlace)
  case severalDocuments(PresetPlace)
  case tag(PresetPlace, String)
  case duplicateKey(PresetPlace, key: String)

  // The keys and values.
  case unknownKey(PresetPlace, key: String, nearest: String?, allowed: [String])
  case notAMapping(PresetPlace, key: String, found: String, allowed: [String])
  case value(PresetPlace, key: String, found: String, why: PresetRefusal.Why, allowed: String)
  case conflict(PresetPlace, key: String, reason: String)
  case sharedByLanes(PresetPlace, key: String)

  // The command line.
  case argument(String, reason: String)
  case unchangeable(PresetPlace, key: String, allowed: [String])

  // Finding.
  case notFound(name: String, places: [String], existing: [String], nearest: String?)
}

/// Where something was written.
package enum PresetPlace: Equatable, Sendable {
  case file(String, line: Int)
  /// A flag with its value ("--set training.batch=0").
  case argument(String)
}

/// Why a value is refused, before its key and place are known.
package struct PresetRefusal: Error {
  package enum Why: Equatable, Sendable {
    /// `wanted`: "whole number".
    case type(wanted: String)
    case range
    case name(nearest: String?)
  }
  let node: PresetNode
  let why: Why
}
