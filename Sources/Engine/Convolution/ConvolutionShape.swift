/// Convolutions over time between the inputs and the recurrent layers: each looks at `width` steps at once
/// and puts out `channels` numbers, none below 0.
package struct ConvolutionShape: Sendable, Equatable, Codable {
  package var channels: Int
  package var width: Int
  /// Steps from one output of the first layer to the next; the other layers skip none.
  package var stride: Int
  package var layers: Int
  /// Looks at no later step; else at equally many on both sides (an even width: one more after).
  package var causal: Bool

  package init(
    channels: Int, width: Int = 5, stride: Int = 1, layers: Int = 1, causal: Bool = false
  ) {
    self.channels = channels
    self.width = width
    self.stride = stride
    self.layers = layers
    self.causal = causal
  }

  /// Output steps for this many input steps.
  package func steps(_ steps: Int) -> Int { (steps + stride - 1) / stride }

  /// Steps before its own that an output looks at.
  var before: Int { causal ? width - 1 : (width - 1) / 2 }

  func stride(of layer: Int) -> Int { layer == 0 ? stride : 1 }

  /// - Parameter input: numbers of a step.
  func columnsFed(to layer: Int, input: Int) -> Int { layer == 0 ? input : channels }

  /// Under the names and in the shapes of PyTorch's Conv1d.
  func tensors(input: Int) -> [ParameterLayout.Tensor] {
    (0..<layers).flatMap { k in
      [
        ParameterLayout.Tensor(
          name: "convolution.\(k).weight",
          shape: [channels, columnsFed(to: k, input: input), width],
          kind: .input, layer: nil),
        ParameterLayout.Tensor(
          name: "convolution.\(k).bias", shape: [channels], kind: .bias, layer: nil),
      ]
    }
  }
}
