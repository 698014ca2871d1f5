import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusReports
import ArgusRules
import ArgusScan
import FoundationEssentials

struct RulesExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule does, or why something in a file is reported or not.",
    discussion: """
      With a rule's id: the rule in words, from its literal to its allow list, and the overrides that touched it. With
      FILE:OFFSET or FILE:LINE:COLUMN: every match that covers that place, each gate with what it saw, and the gate that
      decided. The gates are those of live traffic, with the configured policy and allow lists. Values are masked.

      EXAMPLES
        argusd rules explain github.token
        argusd rules explain src/config.py:12:9
        argusd rules explain request.json:1840 --format json

      EXIT CODES
        0  explained      1  no rule has that id, or nothing matches there
        2  faulty configuration, or the file cannot be read
      """)

  @Argument(help: "A rule's id, FILE:OFFSET (bytes, from 0) or FILE:LINE:COLUMN (from 1).")
  var subject: String

  @OptionGroup var rules: RuleOptions
  @OptionGroup var values: ValueOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func run() throws {
    let configuration = try rules.requireConfiguration()
    let built = try RuleSelection.build(configuration.rules, environment: rules.environment)
    if let rule = built.loaded.ruleSet.rules.first(where: { $0.id == subject }) {
      let explanation = RuleExplanation(rule, in: built)
      if let reason = built.quarantined.first(where: { $0.ruleID == subject })?.reason {
        StandardError.write("`\(subject)` is not live: \(reason)\n")
      }
      StandardOutput.write(format == .text ? explanation.text : explanation.json.indented + "\n")
      return
    }
    guard let place = FilePlace(subject) else {
      RuleSelection.sayUnknown(subject, in: built)
      throw ExitStatus.blocked
    }
    guard let data = FileManager.default.contents(atPath: place.file) else {
      StandardError.write("\(place.file) cannot be read\n")
      throw ExitStatus.faulty
    }
    let bytes = Array(data)
    guard let offset = place.offset(in: bytes) else {
      StandardError.write("\(place.file) has no such place\n")
      throw ExitStatus.blocked
    }
    let judge = TextJudge(generation: built.generation, settings: configuration.inspectionSettings)
    let explanation = PlaceExplanation(
      at: offset, of: bytes,
      contentType: ContentKind(name: Array(place.file.utf8), head: bytes.span).contentType(isNamed: true),
      filename: place.file, judge,
      reveals: values.reveal)
    StandardOutput.write(format == .text ? explanation.text : explanation.json.indented + "\n")
    if explanation.matches.isEmpty { throw ExitStatus.blocked }
  }
}

/// Whether a command may show values whole.
struct ValueOptions: ParsableArguments {
  @Flag(help: "Show values whole; only on a terminal.")
  var reveal = false

  /// A file or pipe never gets the values.
  func validate() throws {
    if reveal, !StandardOutput.isTerminal { throw ValidationError("--reveal works only on a terminal") }
  }
}
