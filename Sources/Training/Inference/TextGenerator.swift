import Datasets
import Engine

/// Text written by a saved language model, piece by piece. The same model, prompt, temperature and
/// seed give the same text.
package struct TextGenerator {
  private var sampler: TextSampler
  private var pieces: TokenPieces
  private var random: SeededRandom
  private let sampling: Sampling
  private let vocabulary: TokenVocabulary
  private let path: String
  /// The prompt as the model reads it.
  package private(set) var prompt: [UInt8] = []
  /// A sentence for each part of the prompt that the model does not know.
  package private(set) var warnings: [String] = []

  /// - Parameter prompt: the text to continue; nil: the beginning of a line.
  /// - Throws: `ModelFileError` if the model writes no text, does not know a character of the
  ///   prompt, or would need more memory than there is.
  package init(
    _ model: TrainedModel, prompt: String?, _ sampling: Sampling, seed: UInt64
  ) throws {
    path = model.path
    self.sampling = sampling
    random = SeededRandom(seed: seed)
    let architecture = try Self.language(model)
    vocabulary = try TokenVocabulary(model.description)
    if vocabulary.count != architecture.vocabulary {
      throw ModelFileError.preparation(
        path: model.path,
        reason: "its network knows \(architecture.vocabulary) tokens, its vocabulary has "
          + "\(vocabulary.count): the two do not belong together")
    }
    LinearAlgebra.useOneThreadPerCall()
    let hasAttention = architecture.attention != .none
    let context = hasAttention ? max(1, model.description.length ?? TextSampler.context) : 1
    try MemoryEstimate.require(MemoryEstimate.needed(architecture, timeSteps: context, batch: 1))
    let network = Network(architecture, timeSteps: context, batch: 1)
    network.take(weights: model.file.weights)
    sampler = TextSampler(
      network, model.architecture, PassJob(model.file.inference, network), vocabulary,
      context: context)
    pieces = TokenPieces(vocabulary)
    guard let prompt, !prompt.isEmpty else {
      sampler.read(CollectionOfOne(sampler.start))
      return
    }
    let tokens = try encode(prompt)
    sampler.read(tokens)
    self.prompt = tokens.flatMap { pieces.next($0) }
  }

  /// Throws if the model cannot continue a text.
  private static func language(_ model: TrainedModel) throws(ModelFileError) -> Architecture {
    guard case .network(let a) = model.architecture else {
      throw .preparation(
        path: model.path, reason: "it writes answers to sources, not free text")
    }
    let isLanguage =
      a.vocabulary > 0 && a.outputs == a.vocabulary && a.head == .every && !a.bidirectional
      && a.loss == SoftmaxCrossEntropy.name && a.convolution == nil
      && model.description.vocabulary != nil
    if isLanguage { return a }
    throw .preparation(
      path: model.path,
      reason: "it is not a language model (its data came from \(model.description.source)); "
        + "`predict` applies it to a file")
  }

  private mutating func encode(_ prompt: String) throws(ModelFileError) -> [Int32] {
    let read = vocabulary.read(prompt)
    if read.tokens.isEmpty, read.stranger == nil {
      throw .preparation(path: path, reason: "there is no word in the prompt")
    }
    guard let stranger = read.stranger else { return read.tokens }
    let more = read.strangers > 1 ? " and \(read.strangers - 1) more" : ""
    let sentence = "the model does not know \"\(escaped(stranger))\"\(more) of the prompt"
    guard vocabulary.unknown != nil else {
      throw .preparation(
        path: path,
        reason: sentence + "; its \(vocabulary.count) tokens are \(vocabulary.listed)")
    }
    warnings.append(sentence + ": read as unknown")
    return read.tokens
  }

  /// The next piece of the text, as bytes of UTF-8 that may break between two pieces.
  /// - Throws: if the network's outputs are not finite.
  package mutating func next() throws(ModelFileError) -> [UInt8] {
    guard let token = sampler.next(sampling, using: &random) else {
      throw .nonfiniteOutputs(path: path)
    }
    return pieces.next(token)
  }
}

/// Tokens as the bytes that each adds to the text. Whether a space precedes a word depends on the
/// words before it.
struct TokenPieces {
  /// Number of words looked back at, more than any pair of quotes spans.
  private static let context = 256

  private let vocabulary: TokenVocabulary
  private var line: [Int32] = []
  private var written = ""

  init(_ vocabulary: TokenVocabulary) { self.vocabulary = vocabulary }

  mutating func next(_ token: Int32) -> [UInt8] {
    switch vocabulary.unit {
    case .bytes: return [UInt8(truncatingIfNeeded: token)]
    case .characters: return Array(vocabulary.string(of: token).utf8)
    case .words: return word(token)
    }
  }

  private mutating func word(_ token: Int32) -> [UInt8] {
    if line.count >= Self.context {
      line.removeFirst(Self.context / 2)
      written = vocabulary.decode(line)
    }
    line.append(token)
    let now = vocabulary.decode(line)
    defer { written = now }
    return Array(now.utf8.dropFirst(written.utf8.count))
  }
}
