public import ArgusRules

/// This is one side of a comparison: a pack, a directory of packs, or `git:REV[:PATH]`.
public struct RuleRevision: Sendable {
  public var name: String
  public var loaded: RuleLoadResult

  /// Where git revisions have their packs when no path is given.
  public static let defaultPath = "rules"

  /// Reads the packs that `name` stands for. What cannot be read is a diagnostic of ``loaded``.
  public init(_ name: String) {
    self.name = name
    guard name.hasPrefix("git:") else {
      loaded = RulePackLoader().load(paths: [name])
      return
    }
    let parts = name.dropFirst(4).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let path = parts.count > 1 && !parts[1].isEmpty ? parts[1] : Self.defaultPath
    do {
      loaded = RulePackLoader().load(files: try GitRevision(revision: parts.first ?? "", path: path).files())
    } catch {
      loaded = RuleLoadResult(
        ruleSet: RuleSet(rules: [], packs: []),
        diagnostics: [
          Diagnostic(
            code: "AR0001", location: nil, message: "\(name) cannot be read: \(error.reason)",
            hint: "write `git:REV` or `git:REV:PATH`")
        ], hasUnreadableFile: true)
    }
  }
}
