import ArgusInspection
import ArgusRules

extension Check {
  /// The check's key in a pack.
  var title: String {
    switch self {
    case .entropy: "entropy"
    case .length: "length"
    case .characters: "characters"
    case .checksum: "checksum"
    case .not: "not"
    }
  }
}

extension Gate {
  /// What the gate is called in a pack or in the configuration.
  func title(in rule: Rule) -> String {
    switch self {
    case .direction: "`scope.directions`"
    case .placeholder: "the test for earlier redactions"
    case .check(let index): rule.checks.indices.contains(index) ? "`\(rule.checks[index].title)`" : "a check"
    case .context: "`context`"
    case .allowList: "`allow`"
    case .configuredValues: "the configured allow list of values"
    case .configuredPaths: "the configured allow list of paths"
    case .scope: "`scope`"
    case .companion(let index):
      rule.requires.indices.contains(index) ? "`requires` of `\(rule.requires[index].rule)`" : "`requires`"
    case .overlap: "a better finding of the same value"
    }
  }
}
