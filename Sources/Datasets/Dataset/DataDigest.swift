/// Tells whether two scores were taken on the same data.
extension Dataset {
  private static let mostExamples = 4096

  /// Digest (64 bits, hexadecimal) of what is fed and asked in the validation part: how many examples
  /// there are, and all of each; of a large part, of at most `mostExamples` spread evenly over it.
  package var validationDigest: String { digest(of: validation) }

  /// The same of everything: what a run trains on, is judged by and scored on.
  package var digest: String {
    var digest = WordDigest()
    for part in [training, validation, test] { digest.add(self.digest(of: part)) }
    return digest.text
  }

  private func digest(of part: any Examples) -> String {
    var digest = WordDigest()
    let steps = shape.timeSteps
    let targetSequence = shape.targetSequence
    let rows = targetSequence?.timeSteps ?? (shape.everyStep ? steps : 1)
    var inputs = [Float](repeating: 0, count: shape.vocabulary > 0 ? 0 : steps * shape.features)
    var tokens = [Int32](repeating: 0, count: shape.vocabulary > 0 ? steps : 0)
    let hasClasses = shape.target == .classes || shape.target == .tokens
    var values = [Float](repeating: 0, count: hasClasses ? 0 : rows * shape.outputs)
    var classes = [Int32](repeating: 0, count: hasClasses ? rows : 0)
    // Of the input, then of a target that is a sequence of its own.
    var lengths = [Int32(steps), Int32(rows)]
    digest.add(part.count)
    digest.add(steps)
    lengths.withUnsafeMutableBufferPointer { lengths in
      guard let length = lengths.baseAddress else { return }
      inputs.withUnsafeMutableBufferPointer { inputs in
        tokens.withUnsafeMutableBufferPointer { tokens in
          values.withUnsafeMutableBufferPointer { values in
            classes.withUnsafeMutableBufferPointer { classes in
              let batch = BatchPointers(
                inputs: inputs.isEmpty ? nil : inputs.baseAddress,
                tokens: tokens.isEmpty ? nil : tokens.baseAddress,
                targetValues: values.isEmpty ? nil : values.baseAddress,
                targetClasses: classes.isEmpty ? nil : classes.baseAddress,
                lengths: length, targetLengths: targetSequence.map { _ in length + 1 },
                timeSteps: steps, batch: 1)
              let step = max(1, part.count / Self.mostExamples)
              for example in stride(from: 0, to: part.count, by: step) {
                part.write(example, pass: 0, to: batch, column: 0)
                let valid = Int(length.pointee)
                digest.add(valid)
                for value in inputs.prefix(valid * shape.features) {
                  digest.add(Int(value.bitPattern))
                }
                for token in tokens.prefix(valid) { digest.add(Int(token)) }
                let asked =
                  targetSequence != nil ? Int(length[1]) : shape.everyStep ? valid : 1
                for value in values.prefix(asked * shape.outputs) {
                  digest.add(Int(value.bitPattern))
                }
                for value in classes.prefix(asked) { digest.add(Int(value)) }
              }
            }
          }
        }
      }
    }
    return digest.text
  }
}

/// FNV-1a over words instead of bytes, its upper half folded into the lower one after each.
package struct WordDigest: Sendable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func add(_ number: Int) {
    state = (state ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01b3
    state ^= state >> 32
  }

  package mutating func add(_ numbers: [Float]) {
    add(numbers.count)
    for number in numbers { add(Int(number.bitPattern)) }
  }

  package mutating func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(Int(byte)) } }
  package mutating func add(_ text: String) { add(text.utf8) }

  /// 16 hexadecimal digits.
  package var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
