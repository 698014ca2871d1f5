import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusKit
import ArgusMatcher
import ArgusRules

struct RulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the rules: what they find, what happens, which engine holds them.",
    discussion: """
      Each filter may be given several times; a rule is listed when it fits one value of each.

      EXAMPLES
        argusd rules list
        argusd rules list --category pii --severity critical --severity high
        argusd rules list --mode shadow --mode off
        argusd rules list --format csv > rules.csv

      EXIT CODES
        0  listed      1  no rule fits      2  faulty configuration or rules
      """)

  @Argument(help: "Packs or directories (default: the configured rules).")
  var paths: [String] = []

  @Option(help: "Only rules of this category.")
  var category: [String] = []

  @Option(help: "Only rules of this severity: info, warning, high or critical.")
  var severity: [Severity] = []

  @Option(help: "Only rules with this tag.")
  var tag: [String] = []

  @Option(help: "Only rules of the pack with this id.")
  var pack: [String] = []

  @Option(help: "Only rules in this mode: live, shadow or off.")
  var mode: [RuleMode] = []

  @Option(help: "Only rules of this engine tier: automaton, prefilter, run or fallback.")
  var tier: [EngineAssignment.Tier] = []

  @OptionGroup var rules: RuleOptions

  @Option(help: "text, json, jsonl, markdown or csv.")
  var format: ListFormat = .text

  func run() throws {
    let packs = try RuleSelection.judge(paths, rules: rules)
    DiagnosticOutput.show(packs.faults)
    // What is missing from a list is not seen in it.
    if !packs.faults.isEmpty { throw ExitStatus.faulty }
    var filter = RuleCatalogue.Filter()
    filter.categories = category
    filter.severities = severity
    filter.tags = tag
    filter.packs = pack
    filter.modes = mode
    filter.tiers = tier
    let catalogue = RuleCatalogue(packs.ruleSet, packs.built.generation.assignments, filter: filter)
    switch format {
    case .text:
      StandardOutput.write(catalogue.text)
      let count = Figure.count(catalogue.entries.count, "rule")
      StandardOutput.line("\(count), digest \(packs.built.generation.digest.short)")
    case .json: StandardOutput.line(catalogue.json)
    case .jsonl: StandardOutput.write(catalogue.jsonLines)
    case .markdown: StandardOutput.write(catalogue.markdown)
    case .csv: StandardOutput.write(catalogue.csv)
    }
    if catalogue.entries.isEmpty { throw ExitStatus.blocked }
  }
}

enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, markdown, csv
}
