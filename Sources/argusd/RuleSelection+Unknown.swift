import ArgusAuthoring
import ArgusDaemon
import ArgusMatcher
import ArgusRules

extension RuleSelection {
  /// Tells why no live rule is called `id`.
  static func sayUnknown(_ id: String, in built: BuiltGeneration) {
    if let reason = built.quarantined.first(where: { $0.ruleID == id })?.reason {
      StandardError.write("`\(id)` is not live: \(reason)\n")
    } else if built.loaded.ruleSet.rules.contains(where: { $0.id == id && $0.mode == .off }) {
      let place = built.loaded.overrides.last { $0.ruleID == id }.map { " (\($0.location))" } ?? ""
      StandardError.write("`\(id)` is off\(place)\n")
    } else {
      let near = Suggestion.nearest(to: id, among: built.generation.rules.map(\.id))
      let hint = near.map { "did you mean `\($0)`?" } ?? "`argusd rules list` shows the ids"
      StandardError.write("no live rule has the id `\(id)`; \(hint)\n")
    }
  }
}
