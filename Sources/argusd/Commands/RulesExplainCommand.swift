import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusInspection
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
      decided. The gates are those of live traffic, with the configured policy and allow lists. Values are masked. The
      file is read as `argusd scan` reads it; it may stand in an archive (a.zip!inner/b.txt) as a scan tells it.

      EXAMPLES
        argusd rules explain github.token
        argusd rules explain src/config.py:12:9
        argusd rules explain request.json:1840 --format json
        argusd rules explain backup.zip!etc/app.env:3:7

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
      if FileManager.default.fileExists(atPath: subject) {
        let file = PrintablePath.text(subject)
        StandardError.write("\(file) is a file; name a place in it: \(file):LINE:COLUMN or \(file):OFFSET\n")
        throw ExitStatus.blocked
      }
      RuleSelection.sayUnknown(subject, in: built)
      throw ExitStatus.blocked
    }
    let bytes: [UInt8]
    do {
      bytes = try ArchiveMember.content(of: FilePath(place.file))
    } catch {
      StandardError.write("\(PrintablePath.text(place.file)) cannot be read: \(error)\n")
      throw ExitStatus.faulty
    }
    let file = FileReadings(bytes, name: place.file)
    // Lines are those of the text, offsets those of the file.
    guard let offset = place.isOffset ? place.offset(in: bytes) : place.offset(in: file.text).map(file.sourceOffset)
    else {
      StandardError.write("\(PrintablePath.text(place.file)) has no such place\n")
      throw ExitStatus.blocked
    }
    let judge = TextJudge(generation: built.generation, settings: configuration.inspectionSettings)
    // Globs over files see the path that a scan gives them.
    let filename = ProjectRoot().normalized(FilePath(place.file))
    let explanation = PlaceExplanation(
      at: offset, of: file.readings.map { Self.reading($0, filename, judge) }, filename: filename, judge,
      reveals: values.reveal)
    let lines = explanation.text.split(separator: "\n", omittingEmptySubsequences: false).map {
      PrintablePath.text(String($0))
    }
    StandardOutput.write(format == .text ? lines.joined(separator: "\n") : explanation.json.indented + "\n")
    if explanation.matches.isEmpty { throw ExitStatus.blocked }
  }

  private static func reading(
    _ reading: FileReadings.Reading, _ filename: String, _ judge: TextJudge
  ) -> PlaceExplanation.Reading {
    PlaceExplanation.Reading(
      text: reading.text, contentType: reading.contentType, step: reading.step, place: reading.place(of:at:),
      remark: { rule, offset in
        reading.remark(on: rule, at: offset, today: .today) {
          judge.judgements(in: reading.text, contentType: reading.contentType, filename: filename)
            .filter { $0.closedGate == nil }.map(\.text)
        }.map { ($0.words, $0.allows) }
      })
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
