public import ArgusReports
import ArgusRules

extension LintReport {
  /// One document: the diagnostics and the figures.
  public var json: String {
    let figures = JSONValue.object(self.figures.map { ($0.name, .integer($0.value)) })
    let costs = costs.map { ",\"costs\":\(JSONValue.array($0.rows).compact)" } ?? ""
    return "{\"diagnostics\":\(DiagnosticJSON.array(diagnostics))\(costs),\"summary\":\(figures.compact)}"
  }

  /// One object a diagnostic and line, then one a rule under `cost` where costs were measured, then one with the figures under `summary`.
  public var jsonLines: String {
    let figures = JSONValue.object([("summary", .object(self.figures.map { ($0.name, .integer($0.value)) }))])
    let costs = (costs?.rows ?? []).map { JSONValue.object([("cost", $0)]) }
    return (diagnostics.map { DiagnosticJSON.value($0) } + costs + [figures]).map(\.compact).joined(separator: "\n")
  }

  /// What code-scanning services show at the lines of a change.
  public func sarif(toolVersion: String) -> SARIFLog {
    var log = SARIFLog(toolVersion: toolVersion)
    var known: Set<String> = []
    for diagnostic in diagnostics {
      if known.insert(diagnostic.code).inserted { log.rules.append(Self.sarifRule(diagnostic)) }
      var result = SARIFLog.Result(
        ruleID: diagnostic.code, level: diagnostic.severity.sarifLevel,
        message: diagnostic.message + (diagnostic.hint.map { " (\($0))" } ?? ""))
      if let location = diagnostic.location {
        var place = SARIFLog.Place(path: location.file, line: location.line, column: location.column)
        place.endLine = location.line
        place.endColumn = location.column + diagnostic.length
        result.place = place
      }
      if let rule = diagnostic.ruleID { result.properties = [("rule", .string(rule))] }
      log.results.append(result)
    }
    return log
  }

  private static func sarifRule(_ diagnostic: Diagnostic) -> SARIFLog.Rule {
    let code = DiagnosticCode.allCases.first { $0.identifier() == diagnostic.code }
    return SARIFLog.Rule(
      id: diagnostic.code, name: code?.title ?? diagnostic.code, description: code?.paragraph ?? diagnostic.message,
      level: diagnostic.severity.sarifLevel)
  }

  /// One case a rule, and one a file for what belongs to no rule.
  ///
  /// - Parameter failsOnWarnings: whether a warning makes a case fail, as `--strict` does.
  public func junit(failsOnWarnings: Bool) -> JUnitReport {
    let counted = diagnostics.filter { $0.severity == .error || failsOnWarnings && $0.severity == .warning }
    var report = JUnitReport(suite: "argusd rules lint")
    var left = counted
    func take(_ isOwn: (Diagnostic) -> Bool) -> JUnitReport.Failure? {
      let own = left.filter(isOwn)
      left.removeAll(where: isOwn)
      return own.first.map { .init(message: $0.oneLine, details: own.map { $0.rendered() }.joined(separator: "\n")) }
    }
    for rule in rules {
      report.cases.append(.init(name: rule.id, className: rule.location.file, failure: take { $0.ruleID == rule.id }))
    }
    for id in quarantined {
      report.cases.append(.init(name: id, className: "rejected rules", failure: take { $0.ruleID == id }))
    }
    for file in files {
      report.cases.append(.init(name: file, className: "files", failure: take { $0.location?.file == file }))
    }
    if !left.isEmpty { report.cases.append(.init(name: "rules", className: "sources", failure: take { _ in true })) }
    return report
  }

  /// A table for a review comment, worst first.
  public var markdown: String {
    let costs = costs.map { "\n" + $0.rendered(.markdown) } ?? ""
    guard !diagnostics.isEmpty else { return "**Rule lint**: \(MarkdownTable.escaped(summary))\n" + costs }
    var table = MarkdownTable(headings: [
      ("severity", .left), ("place", .left), ("code", .left), ("what", .left), ("hint", .left),
    ])
    for severity in Diagnostic.Severity.allCases.reversed() {
      for diagnostic in diagnostics where diagnostic.severity == severity {
        let place = diagnostic.location.map { "\($0.file):\($0.line)" } ?? ""
        table.rows.append([severity.rawValue, place, diagnostic.code, diagnostic.message, diagnostic.hint ?? ""])
      }
    }
    return "**Rule lint**: \(MarkdownTable.escaped(summary))\n\n" + table.text + costs
  }
}

extension Diagnostic.Severity {
  fileprivate var sarifLevel: SARIFLog.Level {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
