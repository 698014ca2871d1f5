import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the proof that a rule leaves alone what is nearly its value.
struct MutantRunner {
  let judge: TextJudge
  /// The ids of the rules that are proven; the others are only company.
  let judged: Set<String>

  func run() -> MutantReport {
    var report = MutantReport()
    for (index, rule) in judge.generation.rules.enumerated() where judged.contains(rule.id) {
      let maker = MutantMaker(rule)
      var told: Set<MutantKind> = []
      for example in rule.examples.match {
        let text = Array(example.text.utf8)
        guard let own = found(example, index, text) else { continue }
        let mutants = maker.mutants(
          of: text, pattern: own.pattern, match: own.span.start..<own.span.end, value: own.value.start..<own.value.end)
        for mutant in mutants {
          report.made[mutant.kind, default: 0] += 1
          guard isReported(mutant, by: index, pattern: own.pattern) else { continue }
          report.reported[mutant.kind, default: 0] += 1
          if told.insert(mutant.kind).inserted {
            report.diagnostics.append(Self.diagnostic(mutant, rule, example.location))
          }
        }
      }
    }
    return report
  }

  private func found(
    _ example: RuleExamples.Positive, _ rule: Int, _ text: [UInt8]
  ) -> JudgementTrace.Judgement? {
    let own = judge.judgements(in: text).filter { $0.rule == rule && $0.passesOwnGates }
    guard let value = example.value else { return own.first }
    return own.first { $0.text.withExposed { $0.elementsEqual(value.utf8) } }
  }

  private func isReported(_ mutant: Mutant, by rule: Int, pattern: Int) -> Bool {
    judge.judgements(in: mutant.text).contains { judgement in
      guard judgement.rule == rule, judgement.passesOwnGates else { return false }
      let value = judgement.value.start..<judgement.value.end
      if let original = mutant.original { return value == original }
      // In the other case a second pattern of the rule may match with right.
      if mutant.kind == .wrongCase, judgement.pattern != pattern { return false }
      // What is left of a short value may be a value of another length in its own right.
      if mutant.kind == .short, value.upperBound < mutant.place.upperBound { return false }
      return value.overlaps(mutant.place)
    }
  }

  private static func diagnostic(_ mutant: Mutant, _ rule: Rule, _ location: SourceLocation) -> Diagnostic {
    let (code, message, hint): (ProofCode, String, String) =
      switch mutant.kind {
      case .short:
        (
          .shortValueReported, "`\(rule.id)` reports a value that is one character short",
          "the pattern takes a neighbouring character for part of the value: end it with a boundary"
        )
      case .checksum:
        (
          .wrongChecksumReported, "`\(rule.id)` reports a value with wrong check digits",
          "the `checksum` check sees another part of the match than the value; compare the rule's groups"
        )
      case .wrongCase:
        (
          .wrongCaseReported, "`\(rule.id)` reports its literal in the other case",
          "the pattern minds the case of its literal, and something else in it matches all the same"
        )
      case .long:
        (
          .longValueCut, "`\(rule.id)` cuts its value out of a longer one",
          "end the value with `\\b` or `(?:[^A-Za-z0-9]|$)`, so that one character more is no match"
        )
      case .glued:
        (
          .gluedValueReported, "`\(rule.id)` cuts its value out of a word",
          "begin and end the value with `\\b` or a class that demands another character"
        )
      }
    return Diagnostic(
      code: code.rawValue, severity: mutant.kind.isAsserted ? .error : .warning, location: location, message: message,
      hint: hint, ruleID: rule.id)
  }
}
