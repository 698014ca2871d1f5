import ArgusInspection
import ArgusMatcher
import ArgusRules

/// This is what all workers of a scan share; nothing in it changes.
final class ScanContext: Sendable {
  let inspector: Inspector
  let settings: ScanSettings
  let root: ProjectRoot
  let fingerprinter: Fingerprinter
  /// The ids that a comment may name.
  let ruleIDs: Set<String>
  let largeDocuments = LargeDocuments()

  init(inspector: Inspector, settings: ScanSettings, root: ProjectRoot, fingerprinter: Fingerprinter) {
    self.inspector = inspector
    self.settings = settings
    self.root = root
    self.fingerprinter = fingerprinter
    ruleIDs = Set(inspector.generation.rules.map(\.id))
  }
}
