import ArgusReports
import ArgusRules

/// The report for machines and review comments.
extension RuleTestReport {
  /// The whole report in one of the machine's forms; the text form is made of ``summaryLines`` and the diagnostics.
  ///
  /// - Parameter toolVersion: for SARIF.
  public func rendered(_ format: ReportFormat, toolVersion: String) -> String {
    switch format {
    case .text: (diagnostics.map(\.oneLine) + summaryLines).joined(separator: "\n") + "\n"
    case .json: json.indented + "\n"
    case .jsonl: jsonLines.map { $0.compact + "\n" }.joined()
    case .junit: junit.xml
    case .markdown: markdown
    case .sarif: sarif(toolVersion).json.indented + "\n"
    }
  }

  // MARK: - JSON

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("diagnostics", .array(diagnostics.map(DiagnosticJSON.value))), ("summary", summary),
      (
        "mutants",
        .object(
          MutantKind.allCases.map { kind in
            (
              kind.rawValue,
              .object([
                ("made", .integer(mutants.made[kind] ?? 0)), ("reported", .integer(mutants.reported[kind] ?? 0)),
                ("asserted", .boolean(kind.isAsserted)),
              ])
            )
          })
      ),
    ]
    if let corpus { members.append(("corpus", corpus.json)) }
    return .object(members)
  }

  private var summary: JSONValue {
    .object([
      ("rules", .integer(ruleIDs.count)), ("examples", .integer(exampleCount)),
      ("failed", .integer(exampleFailures.count)), ("mutants", .integer(mutants.count)),
      ("dead", .integer(liveness.count { $0.code == ProofCode.deadRule.rawValue })),
      ("errors", .integer(errors.count)), ("warnings", .integer(warnings.count)),
    ])
  }

  private var jsonLines: [JSONValue] {
    var lines = diagnostics.map { diagnostic -> JSONValue in
      guard case .object(let members) = DiagnosticJSON.value(diagnostic) else { return .null }
      return .object([("kind", .string("diagnostic"))] + members)
    }
    for (id, score) in (corpus?.byRule ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines.append(.object([("kind", .string("score")), ("rule", .string(id))] + score.members))
    }
    if let corpus { lines.append(.object([("kind", .string("corpus"))] + corpus.members)) }
    if case .object(let members) = summary { lines.append(.object([("kind", .string("summary"))] + members)) }
    return lines
  }

  // MARK: - JUnit and SARIF

  private var junit: JUnitReport {
    var byRule: [String: [Diagnostic]] = [:]
    var others: [Diagnostic] = []
    for error in errors {
      if let id = error.ruleID { byRule[id, default: []].append(error) } else { others.append(error) }
    }
    let ids = ruleIDs + byRule.keys.filter { !ruleIDs.contains($0) }.sorted()
    var cases = ids.map { id in
      JUnitReport.Case(name: "proof", className: id, failure: Self.failure(byRule[id] ?? []))
    }
    for error in others {
      cases.append(JUnitReport.Case(name: error.code, className: "ruleset", failure: Self.failure([error])))
    }
    return JUnitReport(suite: "argusd rules test", cases: cases)
  }

  private static func failure(_ errors: [Diagnostic]) -> JUnitReport.Failure? {
    guard let first = errors.first else { return nil }
    return JUnitReport.Failure(message: first.message, details: errors.map(\.oneLine).joined(separator: "\n"))
  }

  private func sarif(_ version: String) -> SARIFLog {
    var log = SARIFLog(toolVersion: version)
    log.rules = ProofCode.allCases.map { code in
      SARIFLog.Rule(id: code.rawValue, name: code.rawValue, description: code.title, level: .error)
    }
    log.results = diagnostics.map { diagnostic in
      let place = diagnostic.location.map { SARIFLog.Place(path: $0.file, line: $0.line, column: $0.column) }
      let level: SARIFLog.Level =
        switch diagnostic.severity {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
      return SARIFLog.Result(ruleID: diagnostic.code, level: level, message: diagnostic.message, place: place)
    }
    return log
  }

  // MARK: - People

  /// The last lines of the text form.
  public var summaryLines: [String] {
    var lines = corpus.map(\.tableLines) ?? []
    let kinds = MutantKind.allCases.compactMap { kind -> String? in
      guard let made = mutants.made[kind], made > 0 else { return nil }
      return "\(kind.rawValue) \(made - (mutants.reported[kind] ?? 0))/\(made)"
    }
    if !kinds.isEmpty { lines.append("mutants left alone: " + kinds.joined(separator: ", ")) }
    lines.append(
      [
        Figure.count(ruleIDs.count, "rule"), Figure.count(exampleCount, "example"), "\(exampleFailures.count) failed",
        Figure.count(mutants.count, "mutant"), Figure.count(errors.count, "error"),
        Figure.count(warnings.count, "warning"),
      ].joined(separator: ", "))
    return lines
  }

  private var markdown: String {
    var text = "## Rule test\n\n"
    text += errors.isEmpty ? "All proofs hold.\n\n" : "**\(Figure.count(errors.count, "error")).**\n\n"
    text +=
      "\(Figure.count(ruleIDs.count, "rule")), \(Figure.count(exampleCount, "example")) (\(exampleFailures.count) failed),"
      + " \(Figure.count(mutants.count, "mutant")), \(Figure.count(warnings.count, "warning")).\n\n"
    if !diagnostics.isEmpty {
      var table = MarkdownTable(headings: [("Place", .left), ("Rule", .left), ("What", .left)])
      for diagnostic in diagnostics.prefix(200) {
        let place = diagnostic.location.map { "\($0.file):\($0.line)" } ?? ""
        table.rows.append([place, diagnostic.ruleID ?? "", "\(diagnostic.code): \(diagnostic.message)"])
      }
      text += table.text + "\n"
    }
    if let corpus { text += corpus.markdown }
    return text
  }
}

extension ProofCode {
  /// A few words for catalogues.
  public var title: String {
    switch self {
    case .exampleNotReported: "a `match` example is not reported"
    case .counterExampleReported: "a `no_match` example is reported"
    case .otherValue: "another value than the example says"
    case .deadRule: "dead rule"
    case .deadPattern: "dead pattern"
    case .exampleOfAnotherRule: "examples that only another rule reports"
    case .shortValueReported: "a value that is too short is reported"
    case .wrongChecksumReported: "a value with wrong check digits is reported"
    case .wrongCaseReported: "the literal is reported in the other case"
    case .longValueCut: "a value is cut out of a longer one"
    case .gluedValueReported: "a value is cut out of a word"
    case .corpusUnreadable: "unreadable corpus"
    case .malformedSample: "malformed sample"
    case .unknownRuleInMark: "unknown rule in a mark or sample"
    case .expectedFindingMissing: "an expected finding is missing"
    case .unwantedFinding: "an unwanted finding"
    case .belowThreshold: "below the threshold"
    case .nothingToProve: "no rule to judge"
    }
  }
}
