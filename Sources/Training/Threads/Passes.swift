import Engine

/// Runs the phases of models side by side, their tasks spread over a pool of threads. Allocates
/// nothing once warmed up.
package final class Passes: @unchecked Sendable {
  private let pool: ThreadPool
  private var phase = PassPhase.pass
  private var models: [any Model] = []
  private var taskCounts: [Int] = []

  package init(_ pool: ThreadPool) {
    self.pool = pool
    models.reserveCapacity(16)
    taskCounts.reserveCapacity(16)
  }

  /// - Parameter models: that have begun a pass.
  package func run(_ phases: [PassPhase], _ models: some Sequence<any Model>) {
    self.models.removeAll(keepingCapacity: true)
    self.models.append(contentsOf: models)
    for phase in phases {
      self.phase = phase
      taskCounts.removeAll(keepingCapacity: true)
      var total = 0
      for model in self.models {
        let count = model.taskCount(phase)
        taskCounts.append(count)
        total += count
      }
      pool.run(total, self)
    }
  }

  package func run(_ phases: [PassPhase], _ model: any Model) {
    run(phases, CollectionOfOne(model))
  }
}

extension Passes: ParallelWork {
  package func perform(task: Int) {
    var rest = task
    for (place, count) in taskCounts.enumerated() {
      if rest < count { return models[place].perform(phase, task: rest) }
      rest -= count
    }
  }
}
