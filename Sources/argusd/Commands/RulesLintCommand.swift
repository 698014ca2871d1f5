import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusReports
import ArgusRules

struct RulesLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Find faults and weaknesses in rule packs.",
    discussion: """
      Reads, resolves, compiles and proves the packs as a reload would and adds static analysis. Named packs are judged
      beside the configured ones (overrides, ids, companions), and only what concerns them is told. Never touches the network.

      EXAMPLES
        argusd rules lint                                  the configured rules
        argusd rules lint team-rules/ --strict             these packs, beside the configured ones
        argusd rules lint --no-shipped-rules pack.yaml     this pack alone
        argusd rules lint --format sarif rules/ > lint.sarif
        argusd rules lint --cost team-rules/               also what each rule costs, in short

      EXIT CODES
        0  no errors (warnings may be there)      1  errors, or warnings with --strict
        2  faulty configuration, or a path that cannot be read
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @OptionGroup var rules: RuleOptions

  @Option(help: "text, json, jsonl, sarif, junit or markdown.")
  var format: LintFormat = .text

  @Flag(help: "Warnings fail, too.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Leave out notes.")
  var quiet = false

  @Flag(help: "Measure what each rule adds to a scan; text, json, jsonl and markdown show it.")
  var cost = false

  func validate() throws {
    if cost, format == .sarif || format == .junit {
      throw ValidationError("--cost has no place in \(format.rawValue)")
    }
  }

  func run() throws {
    let context = try rules.requireConfiguration().rules
    var report = try Patience.during("compiling the rules") {
      try PackLinter(environment: rules.environment).lint(paths, context: context)
    }
    if quiet { report.diagnostics.removeAll { $0.severity == .note } }
    if cost { report.costs = try Self.costs(of: report.rules) }
    switch format {
    case .text:
      DiagnosticOutput.list(report.diagnostics)
      StandardOutput.line(report.summary)
      StandardOutput.line(report.streamSummary)
      if let costs = report.costs { StandardOutput.write(costs.rendered(.text)) }
    case .json: StandardOutput.line(report.json)
    case .jsonl: StandardOutput.line(report.jsonLines)
    case .sarif: StandardOutput.line(report.sarif(toolVersion: Daemon.version).json.indented)
    case .junit: StandardOutput.write(report.junit(failsOnWarnings: strict).xml)
    case .markdown: StandardOutput.write(report.markdown)
    }
    if report.diagnostics.contains(where: \.saysNothingWasRead) { throw ExitStatus.faulty }
    if report.count(.error) > 0 || report.isUnreadable || strict && report.count(.warning) > 0 {
      throw ExitStatus.blocked
    }
  }

  /// Fewer rounds than `rules bench`: enough to see what is dear, not to compare two edits.
  private static func costs(of rules: [Rule]) throws -> CostReport {
    var meter = RuleMeter()
    meter.rounds = 3
    let measured = try Patience.during("measuring the rules") { () throws(MatcherError) in try meter.measure(rules) }
    return CostReport(measured)
  }
}

enum LintFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, sarif, junit, markdown
}

/// The rules a `rules` command works on: what the daemon would load, of which only the paths are judged when there are
/// any.
enum RuleSelection {
  /// - Parameter provesAnew: runs the examples even where the same ones held before.
  static func judge(_ paths: [String], rules: RuleOptions, provesAnew: Bool = false) throws -> JudgedPacks {
    let context = try rules.requireConfiguration().rules
    return try Patience.during("compiling the rules") {
      try GenerationBuilder(environment: rules.environment).judge(paths, beside: context, provesAnew: provesAnew)
    }
  }

  static func build(_ setting: RuleSourceSetting, environment: [String: String]) throws -> BuiltGeneration {
    try Patience.during("compiling the rules") {
      try GenerationBuilder(environment: environment).build(setting, number: 1)
    }
  }
}
