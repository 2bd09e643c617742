/// How a decoder looks back at the source: its state h_t at every step weighs the encoder's outputs
/// s_j,
///
///     a_tj = softmax over j of e_tj      c_t = sum_j a_tj s_j      z_t = tanh(W_c [c_t; h_t])
///
/// and z_t goes to the head, and with input feeding also into the next step's input (Luong, Pham,
/// Manning 2015).
package enum DecoderAttentionKind: String, Sendable, Codable, CaseIterable {
  /// Only the bridge carries the source to the decoder.
  case none
  /// e_tj = v . tanh(W_q h_t + b + W_k s_j) (Bahdanau, Cho, Bengio 2015)
  case additive
  /// e_tj = h_t . s_j
  case dot
  /// e_tj = h_t . W_k s_j
  case general
}

/// The part of the source that one sequence of the target looks at.
struct AttendedSource {
  /// [T, H], rows `rowsApart` * H apart, and [T, C] likewise.
  let keys: UnsafePointer<Float>
  let states: UnsafePointer<Float>
  let rowsApart: Int
  let timeSteps: Int
  let length: Int
}
