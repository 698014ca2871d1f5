import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusRules
import FoundationEssentials

struct RulesFormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Bring packs into their canonical form: order of keys, quotes, pieces. Comments stay.",
    discussion: """
      The meaning never changes: the result is read again and compared, and a pack with errors is left alone.

      EXAMPLES
        argusd rules fmt team-rules/
        argusd rules fmt --check team-rules/      fails where something would change
        argusd rules fmt --diff team-rules/       shows what would change, and changes nothing

      EXIT CODES
        0  every pack is in its canonical form now      1  with --check or --diff: some are not
        2  a pack has errors, or cannot be read or written
      """)

  @Argument(help: "Packs or directories.")
  var paths: [String]

  @Flag(help: "Change nothing; name the packs that would change.")
  var check = false

  @Flag(help: "Change nothing; show the lines that would change.")
  var diff = false

  func run() throws {
    var isFaulty = false
    var changed = 0
    for file in try files() {
      guard let data = FileManager.default.contents(atPath: file) else {
        StandardError.write("cannot read \(file)\n")
        isFaulty = true
        continue
      }
      let bytes = [UInt8](data)
      do {
        let text = try PackFormatter().format(bytes, file: file)
        guard Array(text.utf8) != bytes else { continue }
        changed += 1
        if diff {
          StandardOutput.write(LineDifference(from: String(decoding: bytes, as: UTF8.self), to: text).unified(file))
        } else if check {
          StandardOutput.line(file)
        } else {
          try TextFile.write(text, to: file, force: true)
          StandardOutput.line("formatted \(file)")
        }
      } catch let refusal as PackFormatter.Refusal {
        StandardError.write("\(file) is left alone: \(refusal.reason)\n")
        isFaulty = true
      }
    }
    if isFaulty { throw ExitStatus.faulty }
    if (check || diff) && changed > 0 { throw ExitStatus.blocked }
  }

  private func files() throws -> [String] {
    let (files, faults) = RulePackLoader().files(at: paths)
    guard faults.isEmpty else {
      DiagnosticOutput.show(faults)
      throw ExitStatus.faulty
    }
    return files
  }
}
