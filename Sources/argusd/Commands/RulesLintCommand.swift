import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusRules

struct RulesLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Find faults and weaknesses in rule packs.",
    discussion: """
      Reads, resolves and compiles the packs as the daemon would and adds static analysis. Never touches the network.

      EXAMPLES
        argusd rules lint                  the configured rules
        argusd rules lint team-rules/      these packs alone
        argusd rules lint --format json pack.yaml

      EXIT CODES
        0  no errors (warnings may be there)      1  errors, or warnings with --strict
        2  faulty configuration
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @OptionGroup var rules: RuleOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @Flag(help: "Warnings fail, too.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Leave out notes.")
  var quiet = false

  func run() throws {
    let built = try RuleSelection.build(paths: paths, rules: rules)
    var diagnostics = built.diagnostics + RuleLinter().lint(built.loaded.ruleSet, sources: built.loaded.sources)
    if quiet { diagnostics.removeAll { $0.severity == .note } }
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    let tiers = built.generation.assignments.reduce(into: [String: Int]()) { $0[$1.tier.rawValue, default: 0] += 1 }
    switch format {
    case .text:
      DiagnosticOutput.list(diagnostics)
      let tierText = tiers.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      print(
        "\(built.generation.rules.count) rules in \(built.loaded.ruleSet.packs.count) packs (patterns: \(tierText)),"
          + " \(built.quarantined.count) quarantined, \(errors) errors, \(warnings) warnings")
    case .json:
      print(
        DiagnosticOutput.json(
          diagnostics,
          summary: [
            "rules": built.generation.rules.count, "quarantined": built.quarantined.count, "errors": errors,
            "warnings": warnings, "automaton": tiers["automaton"] ?? 0, "prefilter": tiers["prefilter"] ?? 0,
            "fallback": tiers["fallback"] ?? 0,
          ]))
    }
    if errors > 0 || built.loaded.hasUnreadableFile || strict && warnings > 0 { throw ExitStatus.blocked }
  }
}

/// The rules a `rules` command works on: the paths alone when there are any, else what the daemon would load.
enum RuleSelection {
  /// - Parameter provesAnew: runs the examples even where the same ones held before.
  static func build(paths: [String], rules: RuleOptions, provesAnew: Bool = false) throws -> BuiltGeneration {
    var setting = RuleSourceSetting()
    if paths.isEmpty {
      setting = try rules.requireConfiguration().rules
    } else {
      setting.usesShipped = false
      setting.paths = paths + rules.rulePaths
    }
    return try build(setting, environment: rules.environment, provesAnew: provesAnew)
  }

  static func build(
    _ setting: RuleSourceSetting, environment: [String: String], provesAnew: Bool = false
  ) throws -> BuiltGeneration {
    try Patience.during("compiling the rules") {
      try GenerationBuilder(environment: environment).build(setting, number: 1, provesAnew: provesAnew)
    }
  }
}
