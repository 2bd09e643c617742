/// A pane's name, as in its title and the help; each pane's file adds its name here.
package struct PaneID: Sendable, Hashable {
  package let name: String

  package init(_ name: String) { self.name = name }
}
