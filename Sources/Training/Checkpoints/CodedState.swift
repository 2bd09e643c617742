import Foundation

/// States as JSON: numbers survive to the last bit; non-finite ones are written as words. Keys are
/// sorted, so equal states give equal bytes.
package enum CodedState {
  package static func bytes(_ state: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try encoder.encode(state)
    } catch {
      // None of our values fails to encode.
      preconditionFailure("\(type(of: state)) cannot be encoded: \(error)")
    }
  }

  package static func value<Value: Decodable>(_ type: Value.Type, _ bytes: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: bytes)
  }
}
