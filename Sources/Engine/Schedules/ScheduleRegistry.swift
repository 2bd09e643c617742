package enum ScheduleRegistry {
  package static let all: [any Schedule.Type] = [
    ConstantSchedule.self, ExponentialSchedule.self, StepSchedule.self, CosineSchedule.self,
    PlateauSchedule.self,
  ]

  package static func named(_ name: String) -> (any Schedule.Type)? {
    all.first { $0.name == name }
  }
}
