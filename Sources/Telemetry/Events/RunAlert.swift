/// Something that needs the user began or is over.
package struct RunAlert: Sendable, Equatable, Codable {
  package var text: String
  package var state: State
  package var about: Subject

  package init(text: String, state: State, about: Subject = .models) {
    (self.text, self.state, self.about) = (text, state, about)
  }

  /// The output that cannot be written.
  package enum Subject: String, Sendable, Codable, CodingKeyRepresentable { case models, record }

  package enum State: String, Sendable, Codable { case raised, cleared }
}

/// Something that the user should know from the start.
package struct RunNote: Sendable, Equatable, Codable {
  package enum Topic: String, Sendable, Codable {
    /// A finding or an assumption about the data.
    case data
    /// Where the run is saved.
    case saving
  }
  package var text: String
  package var topic: Topic

  package init(text: String, topic: Topic = .data) {
    self.text = text
    self.topic = topic
  }
}
