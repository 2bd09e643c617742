import ArgumentParser
import Foundation

/// A failure with its documented exit code; the message goes to standard error.
enum Failure: Error, CustomStringConvertible, CustomNSError {
  /// 65: a preset, data or model file is invalid.
  case badData(String)
  /// 1: anything else.
  case other(String)

  var description: String {
    switch self {
    case .badData(let text), .other(let text): return text
    }
  }

  var errorCode: Int {
    switch self {
    case .badData: return 65
    case .other: return 1
    }
  }
}
