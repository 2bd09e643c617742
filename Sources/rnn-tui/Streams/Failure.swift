import ArgumentParser
import Foundation
import Training

/// A failure that ends the program; the message goes to standard error.
enum Failure: Error, CustomStringConvertible, CustomNSError {
  /// A preset, a data file or a model file is invalid.
  case badData(String)
  case other(String)

  var description: String {
    switch self {
    case .badData(let text), .other(let text): return text
    }
  }

  var status: ExitStatus {
    switch self {
    case .badData: .badData
    case .other: .failure
    }
  }

  var errorCode: Int { Int(status.code) }
}

/// Gives errors of presets, data and models their exit status.
func badData<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let code as ExitCode {
    // Asked to end.
    throw code
  } catch {
    throw Failure.badData("\(error)")
  }
}
