/// This is the search for one database that holds every pattern in the best way Hyperscan accepts.
struct AutomatonBuilder: ~Copyable {
  /// A pattern that unfolds to more positions is compiled alone first, under a deadline.
  static let suspiciousPositions = 3_000

  private var probe: CompileProbe

  init(limits: ScanLimits) { probe = CompileProbe(deadline: limits.compileProbe) }

  /// This is one pattern's place in the database.
  struct Candidate: Sendable {
    /// Best first; the first is the one in use. Empty: PCRE2 looks at every field.
    var attempts: [AutomatonAttempt]

    var attempt: AutomatonAttempt? { attempts.first }
    mutating func demote() { attempts.removeFirst() }
  }

  /// Demotes candidates until all of them fit, and compiles those that have an attempt left. The id of an expression
  /// is its candidate's index.
  /// - Returns: nil when no candidate has an attempt left.
  mutating func build(_ candidates: inout [Candidate]) throws(MatcherError) -> HyperscanDatabase? {
    for index in candidates.indices {
      while let attempt = candidates[index].attempt, !accepts(attempt, id: index) { candidates[index].demote() }
    }
    while true {
      let expressions = Self.expressions(of: candidates)
      guard !expressions.isEmpty else { return nil }
      do {
        return try HyperscanDatabase.compile(expressions)
      } catch {
        if let index = error.index {
          candidates[Int(expressions[index].id)].demote()
        } else if !demoteFailingAlone(&candidates) {
          throw MatcherError("Hyperscan cannot build the database: \(error.message)")
        }
      }
    }
  }

  private mutating func accepts(_ attempt: AutomatonAttempt, id: Int) -> Bool {
    let expression = Self.expression(attempt, id: id)
    guard let width = HyperscanDatabase.width(of: expression) else { return false }
    // Two independent readings of one pattern must agree, or the search window would be wrong.
    if case .ends(let maximum) = attempt.choice.trigger, width.maximum != PatternWidth.unbounded, width.maximum > maximum {
      return false
    }
    return attempt.positions <= Self.suspiciousPositions || probe.accepts(expression)
  }

  /// After a failure that names no expression: tries each alone. False when that explains nothing.
  private func demoteFailingAlone(_ candidates: inout [Candidate]) -> Bool {
    var isAnyDemoted = false
    for index in candidates.indices {
      guard let attempt = candidates[index].attempt else { continue }
      if (try? HyperscanDatabase.compile([Self.expression(attempt, id: index)])) == nil {
        candidates[index].demote()
        isAnyDemoted = true
      }
    }
    return isAnyDemoted
  }

  private static func expressions(of candidates: [Candidate]) -> [HyperscanDatabase.Expression] {
    candidates.enumerated().compactMap { index, candidate in candidate.attempt.map { expression($0, id: index) } }
  }

  private static func expression(_ attempt: AutomatonAttempt, id: Int) -> HyperscanDatabase.Expression {
    HyperscanDatabase.Expression(id: UInt32(clamping: id), source: attempt.source, flags: attempt.flags)
  }
}
