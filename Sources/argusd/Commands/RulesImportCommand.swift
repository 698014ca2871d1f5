import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusRules
import FoundationEssentials

struct RulesImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Convert rule files of other tools into a pack.",
    discussion: """
      What cannot be carried over is told rule by rule, in a report and as comments in the pack. Examples are tried out; a
      rule without one gets a made-up one and `mode: shadow`, or `mode: off` where none is found. Nothing is sent anywhere.

      EXAMPLES
        argusd rules import --from gitleaks gitleaks.toml > imported.yaml
        argusd rules import --from kingfisher rules/*.yml --output team-rules/imported.yaml
        argusd rules import --from noseyparker rules.yml --output imported.yaml --format markdown

      EXIT CODES
        0  converted (see the report)      1  rules were left out, or anything was dropped with --strict
        2  a file cannot be read or written
      """)

  @Option(help: "gitleaks (TOML), kingfisher or noseyparker (YAML).")
  var from: RuleImporter.Source

  @Argument(help: "The files to convert, into one pack.")
  var files: [String]

  @Option(name: .shortAndLong, help: "The pack to write (default: standard output; the report goes to standard error).")
  var output: String?

  @Option(help: "The id of the pack (default: imported.TOOL).")
  var pack: String?

  @Option(help: "The report's format: text, json or markdown.")
  var format: ImportFormat = .text

  @Flag(help: "Replace a file that exists.")
  var force = false

  @Flag(help: "Anything that was dropped fails.")
  var strict = false

  private var packID: String { pack ?? "imported.\(from.rawValue)" }

  func validate() throws {
    guard RuleID.isWellFormed(packID) else { throw ValidationError("--pack: `\(packID)` is no id") }
  }

  func run() throws {
    let read = try files.map { file in
      guard let data = FileManager.default.contents(atPath: file) else {
        StandardError.write("cannot read \(file)\n")
        throw ExitStatus.faulty
      }
      return (name: file, bytes: [UInt8](data))
    }
    let report = try RuleImporter(from: from).convert(read, pack: packID)
    DiagnosticOutput.show(report.faults)
    if let output {
      if report.faults.isEmpty { try TextFile.write(report.yaml, to: output, force: force) }
      StandardOutput.write(text(of: report))
    } else {
      if report.faults.isEmpty { StandardOutput.write(report.yaml) }
      StandardError.write(text(of: report))
    }
    if !report.faults.isEmpty { throw ExitStatus.faulty }
    if !report.leftOut.isEmpty || strict && report.hasDropped { throw ExitStatus.blocked }
  }

  private func text(of report: ImportReport) -> String {
    switch format {
    case .text: report.text
    case .json: report.json + "\n"
    case .markdown: report.markdown
    }
  }
}

enum ImportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}
