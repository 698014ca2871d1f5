public import ArgusInspection
import ArgusKit
public import ArgusMatcher

/// This is the whole pipeline on one text, with the fate of every match: what proofs and comparisons ask.
public struct TextJudge: Sendable {
  public let generation: RulesetGeneration
  private let inspector: Inspector

  /// - Parameter settings: the operator's, for explanations; without them everything is only logged, since a proof shows
  ///   what is found, not what the operator does about it.
  public init(generation: RulesetGeneration, settings: InspectionSettings? = nil) {
    self.generation = generation
    let logging = InspectionSettings(policy: Policy(defaultAction: .log, bySeverity: [:]))
    inspector = Inspector(generation: generation, settings: settings ?? logging)
  }

  public func judgements(
    in text: [UInt8], contentType: String = "text/plain", filename: String = ""
  ) -> [JudgementTrace.Judgement] {
    let subject = InspectionSubject(provider: .generic, contentType: contentType, filename: filename)
    return inspector.judgements(text.span, subject).1.judgements
  }

  func judgements(in text: String) -> [JudgementTrace.Judgement] { judgements(in: Array(text.utf8)) }
}

extension JudgementTrace.Judgement {
  /// Whether the rule itself would report the match: nothing but a better finding, or a place that examples do not
  /// have, stands in the way.
  var passesOwnGates: Bool {
    switch closedGate {
    case nil, .overlap, .scope, .direction: true
    default: false
    }
  }
}
