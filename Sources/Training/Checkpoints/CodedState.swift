import Foundation

/// States as JSON: numbers come back to the last bit, and those that are not finite are words in
/// their places. Keys are sorted, so that equal states have equal bytes.
package enum CodedState {
  package static func bytes(_ state: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try encoder.encode(state)
    } catch {
      // No value of ours refuses to be encoded.
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
