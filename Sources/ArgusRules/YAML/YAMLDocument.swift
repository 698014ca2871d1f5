/// This is one parsed YAML file with its source lines, or what is wrong with it.
public struct YAMLDocument: Sendable {
  public var file: String
  /// nil for an empty file or one that is not YAML.
  public var root: YAMLNode?
  public var lines: [String]
  public var diagnostics: [Diagnostic]

  /// Parses `bytes`. Caps: 4 MiB, depth 64, 1,000 aliases, 100,000 nodes after expansion.
  ///
  /// - Parameter codePrefix: `AR` for rule packs, `AC` for the configuration.
  public init(bytes: [UInt8], file: String, codePrefix: String = "AR") {
    fatalError("owned by the ArgusRules author")
  }
}
