import ArgusAuthoring
import ArgusMatcher
import ArgusRules

/// This is the import of other tools' rule files, TOML and YAML: the pack that it writes loads, compiles and passes its own
/// examples.
enum ImportTarget {
  private static let builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)

  static func run(_ bytes: [UInt8]) {
    let source: RuleImporter.Source = bytes.starts(with: "rules:".utf8) ? .noseyparker : .gitleaks
    do throws(MatcherError) {
      let report = try RuleImporter(from: source).convert([(name: "fuzz", bytes: bytes)], pack: "imported.fuzz")
      for fault in report.faults {
        if let place = fault.location, place.line < 1 || place.column < 1 || place.line > bytes.count + 1 {
          fatalError("\(fault.code) points outside the file: \(place)")
        }
      }
      guard report.faults.isEmpty, report.carriedCount > 0 else { return }
      let loaded = RulePackLoader().load(bytes: Array(report.yaml.utf8), file: "imported.yaml")
      if let error = try builder.build(loaded, number: 1).errors.first {
        fatalError("the imported pack is faulty: \(error.oneLine)\n\(report.yaml)")
      }
    } catch {
      fatalError("the engine fails: \(error)")
    }
  }
}
