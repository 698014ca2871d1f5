public import ArgusRules

/// This is one side of a comparison: a pack, a directory of packs, or `git:REV[:PATH]`.
public struct RuleRevision: Sendable {
  public var name: String
  public var loaded: RuleLoadResult
  /// What of it belongs to the side; the rest is company.
  var focus: PackFocus
  private var source: Source

  private enum Source {
    case path(String)
    case files([(bytes: [UInt8], file: String)])
    case nothing
  }

  /// Where git revisions have their packs when no path is given.
  public static let defaultPath = "rules"

  /// Reads the packs that `name` stands for. What cannot be read is a diagnostic of ``loaded``.
  public init(_ name: String) {
    self.name = name
    guard name.hasPrefix("git:") else {
      loaded = RulePackLoader().load(paths: [name])
      source = .path(name)
      focus = PackFocus(everythingIn: loaded)
      return
    }
    let parts = name.dropFirst(4).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let path = parts.count > 1 && !parts[1].isEmpty ? parts[1] : Self.defaultPath
    do {
      let files = try GitRevision(revision: parts.first ?? "", path: path).files()
      loaded = RulePackLoader().load(files: files)
      source = .files(files)
    } catch {
      source = .nothing
      loaded = RuleLoadResult(
        ruleSet: RuleSet(rules: [], packs: []),
        diagnostics: [
          Diagnostic(
            code: "AR0001", location: nil, message: "\(name) cannot be read: \(error.reason)",
            hint: "write `git:REV` or `git:REV:PATH`")
        ], hasUnreadableFile: true)
    }
    focus = PackFocus(everythingIn: loaded)
  }

  /// Two sides of one comparison. Where one of them changes or requires rules that it does not have, both stand beside
  /// the configured packs, but for those that a side has a version of.
  ///
  /// - Parameter context: the paths of the configured packs, asked for only then.
  public static func pair(
    _ base: String, _ head: String, beside context: () throws -> [String]
  ) rethrows -> (base: RuleRevision, head: RuleRevision) {
    var sides = [RuleRevision(base), RuleRevision(head)]
    guard sides.contains(where: \.needsOthers) else { return (sides[0], sides[1]) }
    let configured = RulePackLoader().load(paths: try context()).ruleSet
    let packs = Set(sides.flatMap { $0.loaded.ruleSet.packs.map(\.id) })
    let rules = Set(sides.flatMap { $0.loaded.ruleSet.rules.map(\.id) + $0.loaded.rejectedRules })
    let versions = Set(
      configured.packs.filter { packs.contains($0.id) }.map(\.file)
        + configured.rules.filter { rules.contains($0.id) }.map(\.location.file))
    let files = configured.packs.map(\.file).filter { !versions.contains($0) }
    for index in sides.indices { sides[index].stand(beside: files) }
    return (sides[0], sides[1])
  }

  /// The rules of the side, and those that it overrides.
  var ownIDs: Set<String> { Set(loaded.ruleSet.rules.filter(focus.contains).map(\.id)) }

  private var needsOthers: Bool {
    loaded.diagnostics.contains { $0.code == DiagnosticCode.unknownRule.identifier() }
  }

  private mutating func stand(beside context: [String]) {
    switch source {
    case .path(let path):
      let (result, files) = RulePackLoader().load(paths: [path], context: context)
      loaded = result
      focus = PackFocus(files: files, paths: [path], of: result)
    case .files(let files):
      loaded = RulePackLoader().load(files: files, context: context)
      focus = PackFocus(files: Set(files.map(\.file)), paths: [], of: loaded)
    case .nothing: break
    }
  }
}
