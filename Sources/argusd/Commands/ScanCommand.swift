import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusInspection
import ArgusKit
import ArgusScan

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Look for findings in files, directories or standard input.",
    discussion: """
      Reads each file as the proxy reads a body (JSON by its fields) and reports line and column. Values are masked.

      EXAMPLES
        argusd scan src/ README.md
        git diff | argusd scan -
        argusd scan --format jsonl . > findings.jsonl

      EXIT CODES, by the strongest action of all findings
        0  none       1  block       2  redact or alert       3  log
        4  something could not be read or inspected (and nothing stronger was found)
       78  faulty configuration or rules
      """)

  @Argument(help: "Files or directories; - reads standard input (default).")
  var paths: [String] = ["-"]

  @OptionGroup var rules: RuleOptions

  @Option(help: "text, json (one document) or jsonl (one finding a line).")
  var format: ScanFormat = .text

  @Flag(name: .shortAndLong, help: "No progress and no summary.")
  var quiet = false

  func run() throws {
    let configuration: DaemonConfiguration
    let built: BuiltGeneration
    do {
      configuration = try rules.requireConfiguration()
      built = try rules.requireGeneration(configuration)
    } catch let status as ExitCode where status == ExitStatus.faulty {
      throw ExitStatus.misconfigured
    }
    let scanner = FileScanner(
      inspector: Inspector(generation: built.generation, settings: configuration.inspectionSettings))
    var report = ScanReport(format: format)
    var progress = ScanProgress(isEnabled: !quiet && StandardError.isTerminal)
    var walker = FileWalker(paths: paths)
    while let entry = walker.next() {
      switch entry {
      case .unreadable(let path, let reason):
        report.add(unreadable: path, reason: reason)
      case .file(let path):
        do {
          let result = try scanner.scan(path)
          progress.advance(bytes: result.byteCount)
          report.add(result)
        } catch {
          report.add(unreadable: path, reason: "\(error)")
        }
      }
    }
    progress.finish()
    report.finish(isQuiet: quiet)
    let status = ExitStatus.scan(strongest: report.strongest, isComplete: report.unreadable.isEmpty)
    if status != .success { throw status }
  }
}

enum ScanFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl
}
