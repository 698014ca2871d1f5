public import ArgusMatcher
public import ArgusRules
import FoundationEssentials

/// This is a ruleset ready to go live, with everything that is wrong with it.
public struct BuiltGeneration: Sendable {
  public var generation: RulesetGeneration
  public var loaded: RuleLoadResult
  public var examples: ExampleReport

  /// Every diagnostic of every stage, in the order of the stages.
  public var diagnostics: [Diagnostic] {
    locating(loaded.diagnostics + generation.quarantined.map(\.diagnostic) + examples.failures)
  }

  /// Why rules are not live: the errors of reading and compiling.
  public var faults: [Diagnostic] {
    locating(loaded.diagnostics + generation.quarantined.map(\.diagnostic)).filter { $0.severity == .error }
  }

  /// Rules that are not live although their pack says so: id and reason.
  public var quarantined: [(ruleID: String, reason: String)] {
    let rejected = loaded.rejectedRules.map { id in
      let reason = loaded.diagnostics.first { $0.ruleID == id && $0.severity == .error }
      return (ruleID: id, reason: reason.map(\.oneLine) ?? "rejected by the pack reader")
    }
    return rejected + generation.quarantined.map { (ruleID: $0.ruleID, reason: $0.diagnostic.oneLine) }
  }

  /// Whether anything is wrong that a careful operator would not put live.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

  /// The same diagnostics, each with the line it is about: later stages know places, not texts.
  public func locating(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var lines: [String: [Substring]] = [:]
    return diagnostics.map { diagnostic in
      guard diagnostic.sourceLine == nil, let place = diagnostic.location else { return diagnostic }
      let file = lines[place.file] ?? Self.lines(of: place.file)
      lines[place.file] = file
      guard file.indices.contains(place.line - 1) else { return diagnostic }
      var located = diagnostic
      located.sourceLine = String(file[place.line - 1])
      return located
    }
  }

  private static func lines(of file: String) -> [Substring] {
    let content = FileManager.default.contents(atPath: file) ?? Data()
    return String(decoding: content, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }
}
