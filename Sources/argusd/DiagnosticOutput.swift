import ArgusDaemon
import ArgusReports
import ArgusRules
import FoundationEssentials
import Glibc

/// Diagnostics as text or JSON, coloured for people only.
enum DiagnosticOutput {
  private static func usesColor(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
  }

  /// Tells why a command cannot do its work.
  static func show(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let color = usesColor(STDERR_FILENO)
    for diagnostic in diagnostics { StandardError.write(diagnostic.rendered(color: color) + "\n") }
  }

  /// Prints the diagnostics that are a command's result.
  static func list(_ diagnostics: [Diagnostic]) {
    let color = usesColor(STDOUT_FILENO)
    StandardOutput.write(diagnostics.map { $0.rendered(color: color) + "\n" }.joined())
  }

  /// One JSON document: the diagnostics and the figures of a command.
  static func json(_ diagnostics: [Diagnostic], summary: KeyValuePairs<String, Int>) -> String {
    let figures = summary.map { "\(JSONValue.quoted($0.key)):\($0.value)" }.joined(separator: ",")
    return "{\"diagnostics\":\(DiagnosticJSON.array(diagnostics)),\"summary\":{\(figures)}}"
  }
}
