import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusReports
import ArgusRules
import FoundationEssentials

struct RulesDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "What a rule edit does: rules, findings gained and lost, cost.",
    discussion: """
      BASE and HEAD are packs, directories of packs, or git revisions: git:REV reads `rules` of that revision, git:REV:PATH
      another place. Corpora are those of `argusd rules test`; a file without marks is clean text, where every finding is
      a false positive. By default one new false positive is too many. Where a side changes or requires rules that it does
      not have, both sides stand beside the configured packs.

      EXAMPLES
        argusd rules diff git:main rules --corpus fixtures/
        argusd rules diff git:HEAD~1:packs packs --corpus clean-text/ --max-fp-per-mib 0.1
        argusd rules diff old.yaml new.yaml --corpus samples.jsonl.gz --max-lost 0 --format markdown

      EXIT CODES
        0  within the limits      1  a limit is exceeded      2  a side or a corpus cannot be read or has faulty rules
      """)

  @Argument(help: "What was: a pack, a directory, or git:REV[:PATH].")
  var base: String

  @Argument(help: "What is to be: likewise.")
  var head: String

  @OptionGroup var rules: RuleOptions

  @Option(
    help: "A directory of marked or clean files, one such file, or labelled JSON lines; may be given several times.")
  var corpus: [String] = []

  @Option(help: "How many findings may be new and wrong, or `any`.")
  var maxNewFalsePositives: Bound = Bound(limit: 0)

  @Option(help: "How many of them for each MiB of clean text.")
  var maxFpPerMib: Double?

  @Option(help: "How many findings that are not wrong may be lost for good.")
  var maxLost: Int?

  @Option(help: "By how many per cent a changed rule may cost more.")
  var maxCostIncrease: Double?

  @Flag(name: .customLong("cost"), inversion: .prefixedNo, help: "Measure the changed rules (some CPU seconds).")
  var measuresCost = true

  @Option(help: "text, json or markdown.")
  var format: DiffFormat = .text

  func run() throws {
    var limits = RuleComparison.Limits()
    limits.newFalsePositives = maxNewFalsePositives.limit
    limits.falsePositivesPerMiB = maxFpPerMib
    limits.lost = maxLost
    limits.costIncreasePercent = maxCostIncrease
    let cache = CacheDirectory.path(environment: ProcessInfo.processInfo.environment)
    let compiler = RulesetCompiler(
      cache: cache.map { DatabaseCache(directory: $0, program: ProgramIdentity.current) })
    let (before, after) = try RuleRevision.pair(base, head, beside: configuredPaths)
    try Self.requireReadable([before, after])
    let comparison = try Patience.during("comparing the rules") { () throws(MatcherError) in
      try RuleComparison(
        base: before, head: after, corpora: corpus, limits: limits,
        measuresCost: measuresCost || maxCostIncrease != nil, compiler: compiler)
    }
    switch format {
    case .text: StandardOutput.write(comparison.text)
    case .markdown: StandardOutput.write(comparison.markdown)
    case .json: StandardOutput.write(comparison.json.indented + "\n")
    }
    if !comparison.faults.isEmpty { throw ExitStatus.faulty }
    if !comparison.violations.isEmpty { throw ExitStatus.blocked }
  }

  private func configuredPaths() throws -> [String] {
    let setting = try rules.requireConfiguration().rules
    let executable = ShippedRules.runningExecutable()
    switch RuleSources.paths(for: setting, environment: rules.environment, executable: executable) {
    case .success(let paths): return paths
    case .failure(let diagnostic):
      DiagnosticOutput.show([diagnostic])
      throw ExitStatus.faulty
    }
  }

  /// Against a side that is not there every rule is new, which is no comparison.
  private static func requireReadable(_ sides: [RuleRevision]) throws {
    let unreadable = sides.filter(\.loaded.hasUnreadableFile)
    guard !unreadable.isEmpty else { return }
    for side in unreadable {
      DiagnosticOutput.show(side.loaded.sources.attached(to: side.loaded.diagnostics.filter { $0.severity == .error }))
    }
    throw ExitStatus.faulty
  }
}

enum DiffFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}

/// A number on the command line, or `any`.
struct Bound: ExpressibleByArgument {
  var limit: Int?

  init(limit: Int?) { self.limit = limit }

  init?(argument: String) {
    if argument == "any" {
      limit = nil
    } else if let value = Int(argument) {
      limit = value
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { limit.map { "\($0)" } ?? "any" }
}
