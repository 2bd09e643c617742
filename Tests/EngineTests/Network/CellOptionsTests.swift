import Engine
import Testing

struct CellOptionsTests {
  /// Each option has one owner, and what the others are makes no difference to a cell.
  @Test func everyOptionBelongsToOneCell() {
    let all = CellOptions(
      activation: .leakyReLU, leakySlope: 0.3, peephole: .full, reset: .before, context: true)
    for option in CellOptions.Name.allCases {
      let owners = Set(CellRegistry.all.filter { $0.ownOptions.contains(option) }.map { $0.name })
      #expect(owners == [CellRegistry.owner(of: option)])
    }
    #expect(all.own(of: "rnn") == CellOptions(activation: .leakyReLU, leakySlope: 0.3))
    #expect(all.own(of: "lstm") == CellOptions(peephole: .full))
    #expect(all.own(of: "gru") == CellOptions(reset: .before))
    #expect(all.own(of: "two_stage") == CellOptions(context: true))
    #expect(all.own(of: "none such") == CellOptions())
  }

  /// The kinds of a cell differ in its own options only.
  @Test(arguments: cellVariants.map { EngineCase(cell: $0.0, options: $0.1) })
  func variantsAreMadeOfOwnOptions(_ c: EngineCase) {
    var own = c.options.own(of: c.cell)
    // Its slope belongs to leaky ReLU, and means nothing to the other activations.
    own.leakySlope = c.options.leakySlope
    #expect(own == c.options)
  }
}
