import ArgusInspection
import ArgusKit
import ArgusRules

extension ConfigurationReader {
  func readPolicy(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var reader = root.mapping("policy") else { return }
    if let action = reader.enumeration("default", as: Action.self) { configuration.policy.defaultAction = action }
    if var severities = reader.mapping("severities") {
      var table: [Severity: Action] = [:]
      for severity in Severity.allCases {
        if let action = severities.enumeration(severity.rawValue, as: Action.self) { table[severity] = action }
      }
      severities.finish()
      configuration.policy.bySeverity = table
    }
    for node in reader.nodes("entries") ?? [] {
      guard
        var entry = MappingReader(
          node, document: reader.document, collector: reader.collector, context: "policy entry")
      else { continue }
      if !entry.contains("action") { entry.reportMissing("action", hint: "one of log, alert, redact, block") }
      let action = entry.enumeration("action", as: Action.self) ?? .block
      configuration.policy.entries.append(
        Policy.Entry(
          rules: entry.strings("rules") ?? [],
          types: entry.strings("types") ?? [],
          categories: entry.strings("categories") ?? [],
          severities: entry.enumerations("severities", as: Severity.self) ?? [],
          confidences: entry.enumerations("confidences", as: Confidence.self) ?? [],
          providers: (entry.strings("providers") ?? []).map(Provider.init(rawValue:)),
          directions: entry.enumerations("directions", as: Direction.self) ?? [],
          fields: entry.strings("fields") ?? [],
          action: action))
      entry.finish()
    }
    reader.finish()
  }
}
