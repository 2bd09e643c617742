import Datasets
import Engine
import Testing
import Training

/// Every regularizer gives the same bits on any number of threads, also where the weights are more
/// than one thread's share. The thread sanitizer runs these too: what two tasks of a phase both
/// write, it reports.
@Suite struct ThreadDeterminismTests {
  /// A network's weights are worked on in chunks of this size.
  private static let chunk = 16_384

  private enum Net: CaseIterable {
    case tokens, numbers, bidirectional, twoStage

    var shape: SequenceShape {
      switch self {
      case .tokens: .test(features: 0, vocabulary: 20, .classes, everyStep: true)
      case .numbers, .twoStage: .test(.classes)
      case .bidirectional: .test(features: 0, vocabulary: 300, .classes, everyStep: true)
      }
    }

    func configure(_ model: inout ModelConfiguration) {
      model.hidden = [56, 56]
      switch self {
      case .tokens: break
      case .numbers: (model.cell, model.hidden) = ("gru", [80, 60])
      case .bidirectional: (model.bidirectional, model.attention) = (true, .additive)
      case .twoStage: (model.cell, model.hidden) = ("two_stage", [110, 80])
      }
    }
  }

  private func bits(_ net: Net, threads: Int, switchOn keys: [String]) throws -> LaneBits {
    let session = try SmallSession(
      .varied(net.shape, training: 120), ["lstm"], threads: threads,
      training: {
        // Three shards.
        $0.batch = 40
        $0.maxEpochs = nil
        $0.validateEvery = .steps(2)
      }, lane: { net.configure(&$0.model) })
    #expect(session.lane.info.parameters > 2 * Self.chunk)
    for key in keys { session.set("regularizers.\(key)", "on") }
    let regularization = session.lane.progress.regularization
    #expect(keys.allSatisfy { regularization[$0]?.isOn == true })
    session.steps(5)
    return LaneBits(session.lane)
  }

  private func check(_ keys: [String]) throws {
    for net in Net.allCases {
      let one = try bits(net, threads: 1, switchOn: keys)
      #expect(one.step == 5)
      #expect(one.weights.allSatisfy { Float(bitPattern: $0).isFinite })
      for threads in [2, 3, 7] {
        #expect(try bits(net, threads: threads, switchOn: keys) == one, "\(net), \(threads)")
      }
    }
  }

  @Test(arguments: RegularizerRegistry.all.map { $0.key })
  func aRegularizerIsTheSameBitsOnAnyThreads(_ key: String) throws { try check([key]) }

  @Test func allRegularizersAreTheSameBitsOnAnyThreads() throws {
    try check(RegularizerRegistry.all.map { $0.key })
  }
}
