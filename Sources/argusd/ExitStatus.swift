import ArgumentParser
import ArgusDaemon
import ArgusKit

/// This is what the program's exit codes mean; they are an interface and are never reused.
enum ExitStatus {
  /// `scan`: the strongest action of all findings is `block`; `rules`: there are errors.
  static let blocked = ExitCode(1)
  /// `scan`: the strongest action is `redact` or `alert`; `check`, `serve`, `reload`: faulty configuration or rules.
  static let alerted = ExitCode(2)
  static let faulty = ExitCode(2)
  /// `scan`: the strongest action is `log`.
  static let logged = ExitCode(3)
  /// `scan`: something could not be read and nothing stronger was found.
  static let unreadable = ExitCode(4)
  /// `scan`: faulty configuration or rules, told apart from its findings; the system's EX_CONFIG.
  static let misconfigured = ExitCode(78)
  /// What the command makes cannot be written; the system's EX_IOERR.
  static let unwritable = ExitCode(StandardOutput.ioError)
  /// No daemon answers.
  static let unreachable = ExitCode(5)

  static func scan(strongest: Action?, isComplete: Bool) -> ExitCode {
    switch strongest {
    case .block: blocked
    case .redact, .alert: alerted
    case .log: isComplete ? logged : unreadable
    case nil: isComplete ? .success : unreadable
    }
  }
}
