import Foundation
import Testing

/// A terminal that takes nothing for a while, as with a broken ssh connection.
extension InTerminal {
  @Suite struct StalledTerminalTests {
    @Test(arguments: ["q", "\u{3}"])
    func leavingSavesAndEndsAlthoughNobodyReads(_ key: String) throws {
      let terminal = try UnreadTerminal(InTerminal.endless)
      try terminal.wait(for: "Space")
      try terminal.waitUntilFull()
      try terminal.press(key)
      #expect(try terminal.endStatus() == 0)
      #expect(terminal.folder.models("out") == InTerminal.models)
    }

    @Test func thePictureGoesOnAtOnceAfterwards() throws {
      let terminal = try UnreadTerminal(InTerminal.endless)
      try terminal.wait(for: "Space")
      try terminal.waitUntilFull()
      terminal.hold(3)
      // More than the kernel keeps and the rest of the frame that waited: so frames drawn since.
      var left = 96 << 10
      while left > 0 {
        let part = terminal.read(within: 5)
        try #require(!part.isEmpty, "the picture stands still with \(left) bytes to come")
        left -= part.count
      }
    }
  }
}
