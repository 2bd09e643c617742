/// The data's contents and preparation, ready to draw: the contents of the data screen
/// and of `rnn-tui data`, from top to bottom.
package struct DataSheet: Sendable, Equatable, Codable {
  /// The name of the data: "monthly-sunspots.csv", "adding problem, T 150".
  package var title: String
  /// The task for a network: "one step ahead of Sunspots from 32 rows".
  package var task: String
  package var facts: [Fact]
  package var sections: [Section]

  package init(title: String, task: String, facts: [Fact] = [], sections: [Section] = []) {
    self.title = title
    self.task = task
    self.facts = facts
    self.sections = sections
  }

  package enum Tone: Sendable, Equatable, Codable { case plain, muted, warning }

  /// "rows  2 820".
  package struct Fact: Sendable, Equatable, Codable {
    package var label: String
    package var text: String
    package var tone: Tone

    package init(_ label: String, _ text: String, tone: Tone = .plain) {
      (self.label, self.text, self.tone) = (label, text, tone)
    }
  }

  package struct Section: Sendable, Equatable, Codable {
    package var title: String
    /// Shown at the right end of the title's line; may be empty.
    package var note: String
    package var body: Body

    package init(_ title: String, note: String = "", _ body: Body) {
      (self.title, self.note, self.body) = (title, note, body)
    }
  }

  package enum Body: Sendable, Equatable, Codable {
    case table(Table)
    case steps([PreparationReport])
    case bars([Bar])
    case classes(Classes)
    case histogram(Histogram)
    case curves(Curves)
    case map(Map)
    /// Paragraphs; each is wrapped.
    case text([String])
  }
}

// MARK: contents of the sections

extension DataSheet {
  package struct Table: Sendable, Equatable, Codable {
    package var columns: [Column]
    package var rows: [[Cell]]

    package init(columns: [Column], rows: [[Cell]]) {
      (self.columns, self.rows) = (columns, rows)
    }

    package struct Column: Sendable, Equatable, Codable {
      package var title: String
      /// If there is no room, the highest rank is omitted first; 0 stays.
      package var rank: Int

      package init(_ title: String, rank: Int = 0) { (self.title, self.rank) = (title, rank) }
    }

    package struct Cell: Sendable, Equatable, Codable {
      package enum Value: Sendable, Equatable, Codable {
        case text(String)
        case count(Int)
        case number(Double)
        /// 0...1, shown in per cent.
        case share(Double)
        case none
      }
      package var value: Value
      package var tone: Tone

      package init(_ value: Value, tone: Tone = .plain) { (self.value, self.tone) = (value, tone) }
    }
  }

  /// A count as a bar: "training ▆▆▆▆░ 2 224  79%  rows 1 to 2256".
  package struct Bar: Sendable, Equatable, Codable {
    package var name: String
    package var count: Int
    /// Share of the whole, 0...1.
    package var share: Double
    package var text: String

    package init(name: String, count: Int, share: Double, text: String = "") {
      (self.name, self.count, self.share, self.text) = (name, count, share, text)
    }
  }

  /// How often each class occurs in each part.
  package struct Classes: Sendable, Equatable, Codable {
    /// "training", "validation", "test".
    package var parts: [String]
    package var rows: [Row]

    package init(parts: [String], rows: [Row]) { (self.parts, self.rows) = (parts, rows) }

    package struct Row: Sendable, Equatable, Codable {
      package var name: String
      /// One count per part.
      package var counts: [Int]
      /// Shares of the part, 0...1.
      package var shares: [Double]

      package init(name: String, counts: [Int], shares: [Double]) {
        (self.name, self.counts, self.shares) = (name, counts, shares)
      }
    }
  }

  /// Counts in buckets of equal width from 0 to `end`.
  package struct Histogram: Sendable, Equatable, Codable {
    package var counts: [Int]
    package var end: Double
    /// "steps".
    package var unit: String

    package init(counts: [Int], end: Double, unit: String) {
      (self.counts, self.end, self.unit) = (counts, end, unit)
    }
  }

  /// Numbers over two axes: a spectrogram.
  package struct Map: Sendable, Equatable, Codable {
    package var rows: Int
    package var columns: Int
    /// [rows, columns], the top row first; 0...1.
    package var shares: [Float]
    /// The ends of the left axis: "3 754 Hz", "57 Hz".
    package var top: String
    package var bottom: String
    /// The ends of the lower axis: "0 s", "0.81 s".
    package var start: String
    package var end: String

    package init(
      rows: Int, columns: Int, shares: [Float], top: String, bottom: String, start: String,
      end: String
    ) {
      (self.rows, self.columns, self.shares) = (rows, columns, shares)
      (self.top, self.bottom, self.start, self.end) = (top, bottom, start, end)
    }
  }

  /// Lines over one axis, each in a separate plot; NaN is a gap.
  package struct Curves: Sendable, Equatable, Codable {
    package var lines: [Line]
    /// Stretches of the axis with their names, from left to right; empty for a single example.
    package var parts: [Part]

    package init(lines: [Line], parts: [Part] = []) { (self.lines, self.parts) = (lines, parts) }

    package struct Line: Sendable, Equatable, Codable {
      package var name: String
      package var values: [Float]

      package init(name: String, values: [Float]) { (self.name, self.values) = (name, values) }
    }

    package struct Part: Sendable, Equatable, Codable {
      package var name: String
      /// Where it begins, 0...1.
      package var start: Double

      package init(name: String, start: Double) { (self.name, self.start) = (name, start) }
    }
  }
}
