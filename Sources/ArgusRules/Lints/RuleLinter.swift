/// This is the static analysis of whole rules: what they could do better, found without running an engine.
public struct RuleLinter: Sendable {
  private static let lints: [any RuleLint] = [
    MissingLiteral(), BoundaryAfterNonWord(), UnboundedGap(), HugeRepeat(), AllowedExample(), MissingDocumentation(),
    ShadowedRule(), CompanionOff(), AbsentCapture(), ImpossibleCheck(), UnclearValue(), UselessContext(),
    LostBackslash(), LineBreakInPattern(), LetterRange(), AnchoredPattern(), UnfitExample(), ExcludesEverything(),
    UnescapedDot(), UnreachableBranch(),
  ]

  public init() {}

  /// Warnings and notes in file order. Rules that are `off` are left out.
  ///
  /// - Parameter sources: the lines the diagnostics show; ``RuleLoadResult/sources``.
  public func lint(_ ruleSet: RuleSet, sources: SourceLines = SourceLines()) -> [Diagnostic] {
    var live = ruleSet
    live.rules.removeAll { $0.mode == .off }
    return inFileOrder(Self.lints.flatMap { $0.diagnostics(for: live, of: ruleSet, sources) }, ruleSet, sources)
  }

  /// `diagnostics` by file in the order of the rules' files, then by place, with their lines.
  public func inFileOrder(_ diagnostics: [Diagnostic], _ ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic] {
    let found = sources.attached(to: diagnostics)
    let files = Dictionary(
      ruleSet.rules.enumerated().map { ($0.element.location.file, $0.offset) }, uniquingKeysWith: { first, _ in first })
    func place(_ found: (offset: Int, element: Diagnostic)) -> (Int, Int, Int, Int) {
      guard let location = found.element.location else { return (.max, 0, 0, found.offset) }
      return (files[location.file] ?? .max, location.line, location.column, found.offset)
    }
    return found.enumerated().sorted { place($0) < place($1) }.map(\.element)
  }
}

/// This is one thing the linter looks for.
protocol RuleLint: Sendable {
  /// - Parameters:
  ///   - live: the rules that run.
  ///   - ruleSet: all rules.
  ///   - sources: the lines of the files.
  func diagnostics(for live: RuleSet, of ruleSet: RuleSet, _ sources: SourceLines) -> [Diagnostic]
}

extension Diagnostic {
  /// A lint's finding about `rule`, at one of its parts or at its id.
  public init(
    _ code: DiagnosticCode, _ severity: Severity = .warning, about rule: Rule, at location: SourceLocation? = nil,
    _ message: String, hint: String? = nil
  ) {
    self.init(
      code: code.identifier(), severity: severity, location: location ?? rule.location,
      length: location == nil ? rule.id.utf8.count : 1, message: message, hint: hint, ruleID: rule.id)
  }

  /// A lint's finding about some bytes of one of the patterns of `rule`.
  public init(
    _ code: DiagnosticCode, _ severity: Severity = .warning, about rule: Rule, in pattern: RulePattern,
    _ bytes: Range<Int>, _ message: String, hint: String? = nil
  ) {
    self.init(
      code: code.identifier(), severity: severity, location: pattern.location, message: message, hint: hint,
      ruleID: rule.id)
    patternPlace = PatternPlace(pattern: pattern, bytes: bytes)
  }
}
