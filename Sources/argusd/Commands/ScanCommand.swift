import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusScan

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Look for findings in files, directories, changes or standard input.",
    discussion: """
      Reads each file as the proxy reads a body (JSON by its fields) and reports line and column. Values are masked.
      Ignore files are respected, .git is left out, links inside directories are not followed. A comment
      `argus:allow RULE-ID reason until=YYYY-MM-DD` on the line or alone above it allows a finding; a baseline allows
      what was there before.

      EXAMPLES
        argusd scan src/ README.md
        argusd scan --staged                                what the next commit adds; for a pre-commit hook
        argusd scan --diff origin/main... --format sarif --output argus.sarif
        argusd scan --baseline .argus-baseline.json --update-baseline .
        git diff | argusd scan -
        argusd scan --format jsonl . > findings.jsonl

      EXIT CODES, by the strongest action of all findings that count
        0  none       1  block       2  redact or alert       3  log
        4  something could not be read or inspected (and nothing stronger was found)
       74  the report or the baseline cannot be written
       78  faulty configuration, rules (or none), baseline or key
      """)

  @Argument(help: "Files or directories; - reads standard input (default). With --diff or --staged: only these.")
  var paths: [String] = []

  @OptionGroup var rules: RuleOptions
  @OptionGroup(title: "What is read") var what: ScanSourceOptions
  @OptionGroup(title: "What counts") var judgement: ScanJudgementOptions

  @Option(help: "text, json (one document), jsonl (one finding a line), sarif, junit, markdown or html.")
  var format: ScanReportFormat = .text

  @Option(name: .shortAndLong, help: "Write the report into this file.")
  var output: String?

  @Option(name: [.customShort("j", allowingJoined: true), .long], help: "Threads (default: one on each processor).")
  var jobs: Int?

  @Flag(name: .shortAndLong, help: "No progress and no summary.")
  var quiet = false

  func validate() throws {
    if what.staged, what.diff != nil { throw ValidationError("--staged and --diff exclude each other") }
    if judgement.updatesBaseline, judgement.baseline == nil {
      throw ValidationError("--update-baseline needs --baseline FILE")
    }
    if judgement.updatesBaseline, what.staged || what.diff != nil {
      throw ValidationError("a baseline is made of whole files, without --staged and --diff")
    }
    if let jobs, !(1...1_024).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 1024") }
  }

  func run() throws {
    let (configuration, built) = try generation()
    let baseline = judgement.baseline.map { BaselineFile(FilePath($0)) }
    let (fingerprinter, known) = try Self.faulty(ExitStatus.misconfigured) { () throws(ScanFailure) in
      try judge(baseline)
    }
    let source = try Self.faulty(ExitStatus.unreadable) { () throws(ScanFailure) in try what.source(paths) }
    let sink = try Self.faulty(ExitStatus.unwritable) { () throws(ScanFailure) in try ReportOutput(path: output) }
    let root = ProjectRoot()
    let scan = Scan(
      inspector: Inspector(generation: built.generation, settings: configuration.inspectionSettings),
      settings: settings, root: root, fingerprinter: fingerprinter, workerCount: jobs)
    let report = format.report(rules: built.generation.rules, version: Daemon.version, isQuiet: quiet)
    let collector = ScanCollector(
      report: report, comparison: known.map { BaselineComparison($0, isUpdating: judgement.updatesBaseline) },
      failOn: judgement.failOn)
    let isWatched = !quiet && StandardError.isTerminal
    let session = ScanSession(collector, sink, forecast: isWatched ? ScanForecast(source) : nil)
    let result = session.run(scan, source)
    try finish(result, baseline, root, fingerprinter)
  }

  private func generation() throws -> (DaemonConfiguration, BuiltGeneration) {
    do {
      let configuration = try rules.requireConfiguration()
      let built = try rules.requireGeneration(configuration)
      // Nothing would be found in anything, and that must not look like a clean scan.
      if built.generation.rules.isEmpty {
        StandardError.write("error: there is no rule to scan with: name packs with --rules, or use the shipped ones\n")
        throw ExitStatus.faulty
      }
      return (configuration, built)
    } catch let status as ExitCode where status == ExitStatus.faulty {
      throw ExitStatus.misconfigured
    }
  }

  private var settings: ScanSettings {
    var settings = ScanSettings(today: .today)
    settings.maximumBytes = what.maximumFileSize.bytes
    settings.readsArchives = what.readsArchives
    settings.scansBinary = what.scansBinary
    settings.readsComments = !judgement.ignoresComments
    settings.tellsUnusedComments = judgement.strict
    return settings
  }

  private func judge(_ file: BaselineFile?) throws(ScanFailure) -> (Fingerprinter, Baseline?) {
    var choice = FingerprintKeyChoice(environment: rules.environment)
    choice.namedFile = judgement.fingerprintKey
    choice.baseline = file
    choice.isUpdating = judgement.updatesBaseline
    let known = try file?.read()
    if let file, known == nil, !judgement.updatesBaseline { throw ScanFailure("\(file.path.text): no such file") }
    let fingerprinter = try choice.fingerprinter()
    let identifier = fingerprinter.keyIdentifier
    if let known, known.keyIdentifier != identifier {
      throw ScanFailure("the baseline was made with another key (\(known.keyIdentifier), not \(identifier))")
    }
    return (fingerprinter, file == nil ? nil : known ?? Baseline(keyIdentifier: identifier))
  }

  private func finish(
    _ result: ScanCollector, _ baseline: BaselineFile?, _ root: ProjectRoot, _ fingerprinter: Fingerprinter
  ) throws {
    let isComplete = result.summary.unreadableCount == 0
    if judgement.updatesBaseline, let baseline, let comparison = result.comparison {
      let entries = comparison.updated { path in
        // A name may hold `\xFF` itself.
        [FilePath(path), FilePath(shown: path)].contains { root.path.appending($0.bytes).status != nil }
      }
      try Self.faulty(ExitStatus.unwritable) { () throws(ScanFailure) in
        try baseline.write(entries, keyIdentifier: fingerprinter.keyIdentifier)
      }
      if !quiet { StandardError.write("\(entries.count) known findings are in \(baseline.path.text)\n") }
      if !isComplete { throw ExitStatus.unreadable }
      return
    }
    if let baseline, !what.staged, what.diff == nil {
      DiagnosticOutput.show(result.staleNotices(path: baseline.path.text))
    }
    let strongest = judgement.exitsZero ? nil : result.summary.strongest
    let status = ExitStatus.scan(strongest: strongest, isComplete: isComplete)
    if status != .success { throw status }
  }

  /// Tells why and ends with `status`.
  private static func faulty<Result>(
    _ status: ExitCode, _ body: () throws(ScanFailure) -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch {
      StandardError.write("error: \(error)\n")
      throw status
    }
  }
}
