/// Every known problem, the most certain first.
package enum SuspectRegistry {
  package static let all: [any SuspectRule.Type] = [
    ExplodingSuspect.self,
    DeadUnitsSuspect.self,
    RateTooHighSuspect.self,
    SaturatedGatesSuspect.self,
    ClassIgnoredSuspect.self,
    VanishingSuspect.self,
    OverfittingSuspect.self,
    RateTooLowSuspect.self,
    AlwaysClippedSuspect.self,
    WorseThanBaselineSuspect.self,
    WindowTooShortSuspect.self,
    LimitReachedSuspect.self,
  ]
}
