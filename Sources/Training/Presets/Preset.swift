import Datasets
import Engine

/// One experiment: data, model, training and the lanes to compare. The content of a YAML file, with
/// every default filled in.
package struct Preset: Sendable, Equatable {
  /// The name it is found by ("compare"), and the file it came from (nil: embedded).
  package var name: String
  package var file: String?
  package var title: String
  /// Where to look and which key to press, in a few sentences.
  package var about: String
  package var data: DataConfiguration
  /// Where relative data files start, in order.
  package var dataFolders: [String] = []
  /// The keys outside `lanes`, from which every lane is made. Its name means nothing.
  package var common = LaneConfiguration(name: "common")
  /// Settings of the session: batch, epochs, steps, how often to validate. Lanes may not differ
  /// in these, because they run on the same batches. Its seed is used for the data
  /// and the order of batches; a lane's own seed for its weights and noise.
  package var training: TrainingConfiguration {
    get { common.training }
    set { common.training = newValue }
  }
  package var record = RecordConfiguration()
  /// Ignored parts of the preset, with reasons, for the log.
  package var notes: [String] = []
  /// At least one; each with its overrides applied.
  package var lanes: [LaneConfiguration]

  package init(
    name: String, file: String? = nil, title: String = "", about: String = "",
    data: DataConfiguration = DataConfiguration(),
    training: TrainingConfiguration = TrainingConfiguration(), lanes: [LaneConfiguration]
  ) {
    self.name = name
    self.file = file
    self.title = title
    self.about = about
    self.data = data
    self.lanes = lanes
    self.training = training
  }
}

/// How much of a run is kept while it trains.
package struct RecordConfiguration: Sendable, Equatable {
  package enum Interval: Sendable, Equatable {
    /// Of training.
    case seconds(Double)
    /// Of the session.
    case steps(Int)
  }
  /// Between two checkpoints.
  package var every = Interval.seconds(300)
  package var undo = UndoConfiguration()
}

/// One lane of the comparison.
package struct LaneConfiguration: Sendable, Equatable, Codable {
  /// Unique in the session: the cell's name, or what `name` says.
  package var name: String
  package var model = ModelConfiguration()
  package var training = TrainingConfiguration()
  package var regularization = Regularization()
  package var augmentation = AugmentationSettings()
  package var earlyStopping = EarlyStoppingConfiguration()

  package init(name: String) { self.name = name }
}

package struct ModelConfiguration: Sendable, Equatable, Codable {
  /// How sizes of lanes with other cells are chosen.
  package enum Match: String, Sendable, CaseIterable, Codable {
    /// The same sizes in every lane.
    case hidden
    /// So that parameter counts agree within 2 % with the LSTM's.
    case parameters
  }
  package var cell = "lstm"
  /// First to last layer.
  package var hidden = [64]
  package var match = Match.hidden
  /// Columns of the embedding, for inputs that are tokens.
  package var embedding = 32
  package var initialisation = Initialisation()
  /// Options of cells; each cell uses its own.
  package var options = CellOptions()
  package var bidirectional = false
  package var attention = AttentionKind.none
  /// For answers that are separate sequences; nil: the default. Files from before decoders existed
  /// have none.
  private var ownDecoder: DecoderConfiguration?
  package var decoder: DecoderConfiguration {
    get { ownDecoder ?? DecoderConfiguration() }
    set { ownDecoder = newValue == DecoderConfiguration() ? nil : newValue }
  }
  private var ownConvolution: ConvolutionConfiguration?
  /// In front of the recurrent layers.
  package var convolution: ConvolutionConfiguration {
    get { ownConvolution ?? ConvolutionConfiguration() }
    set { ownConvolution = newValue == ConvolutionConfiguration() ? nil : newValue }
  }
  package var headActivation = Architecture.HeadActivation.none
  /// The loss to minimise; nil: chosen by the targets.
  package var loss: ModelLoss?
  /// A model file whose weights the lane starts from.
  package var from: String?
  /// Parts that are not trained: embedding, rnn.0, attention, head.
  package var freeze: [String] = []

  package init() {}
}

/// Losses that do not follow from the targets alone.
package enum ModelLoss: String, Sendable, CaseIterable, Codable {
  /// For the tags of a whole sequence together.
  case crf
  /// For labels whose steps are not known.
  case ctc

  /// The engine's name.
  var name: String {
    switch self {
    case .crf: LinearChain.name
    case .ctc: TemporalClassification.name
    }
  }
}

/// Convolutions over time.
package struct ConvolutionConfiguration: Sendable, Equatable, Codable {
  /// Nil: no convolution.
  package var channels: Int?
  package var width = 5
  package var stride = 1
  package var layers = 1
  package var causal = false

  package init() {}

  var shape: ConvolutionShape? {
    channels.map {
      ConvolutionShape(channels: $0, width: width, stride: stride, layers: layers, causal: causal)
    }
  }
}

/// The part that writes the answer, if answers are separate sequences.
package struct DecoderConfiguration: Sendable, Equatable, Codable {
  /// Nil: the encoder's.
  package var cell: String?
  package var attention = DecoderAttentionKind.general
  /// Feeds the attention's output in along with the next token.
  package var feedsInput = false
  /// Source and target share one embedding.
  package var sharesEmbedding = false

  package init() {}
}

package struct TrainingConfiguration: Sendable, Equatable, Codable {
  package enum ValidateEvery: Sendable, Equatable, Codable {
    case epoch
    case steps(Int)

    /// From one validation to the next.
    func steps(perEpoch: Int) -> Int {
      switch self {
      case .epoch: perEpoch
      case .steps(let interval): interval
      }
    }
  }
  /// Sequences per step; `wholeSet`: all of the training part.
  package var batch = 32
  package static let wholeSet = 0
  /// Steps through which the loss is passed back, in a text read as contiguous streams.
  package var truncate: Int?
  /// Registry names.
  package var optimizer = "adam"
  package var optimizerOptions = Adam.defaults
  package var schedule = "constant"
  package var scheduleOptions = ScheduleOptions()
  package var learningRate: Float = 0.001
  /// The allowed rates, in a preset and while training.
  package static let learningRates: ClosedRange<Float> = 1e-9...100
  package var classWeights = ClassWeights()
  /// Nil: 1.
  private var ownTeacherForcing: Float?
  /// Share of target tokens that a decoder in training is fed as given.
  package var teacherForcing: Float {
    get { ownTeacherForcing ?? 1 }
    set { ownTeacherForcing = newValue == 1 ? nil : newValue }
  }
  /// Nil: constant.
  private var ownSampling: ScheduledSampling?
  /// How the share of teacher forcing falls.
  package var scheduledSampling: ScheduledSampling {
    get { ownSampling ?? ScheduledSampling() }
    set { ownSampling = newValue == ScheduledSampling() ? nil : newValue }
  }
  package var maxEpochs: Int? = 50
  package var maxSteps: Int?
  package var validateEvery = ValidateEvery.epoch
  package var seed: UInt64 = 1
  /// Steps per second at most, on a screen: for runs that would be over before anyone sees them.
  package var pace: Int?

  package init() {}
}

package struct EarlyStoppingConfiguration: Sendable, Equatable, Codable {
  package var on = true
  /// Validations without improvement before stopping.
  package var patience = 10
  /// The smallest improvement that counts.
  package var minDelta: Float = 0
  /// The monitored metric; nil: the validation loss.
  package var monitor: String?

  package init() {}
}
