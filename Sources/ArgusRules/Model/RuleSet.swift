/// This is every rule of every pack after resolution, in a fixed order: by pack path, then by place in the file.
public struct RuleSet: Sendable {
  public var rules: [Rule]
  public var packs: [PackInfo]
  /// Identifies the rules' meaning: equal digests find the same things. Comments and layout do not count.
  public var digest: RuleSetDigest

  public init(rules: [Rule], packs: [PackInfo]) {
    self.rules = rules
    self.packs = packs
    self.digest = RuleSetDigest(of: rules)
  }

  /// The id that was probably meant by one that no rule has.
  public func nearestID(to id: String) -> String? { Suggestion.nearest(to: id, among: rules.map(\.id)) }
}

/// This is what a pack says of itself.
public struct PackInfo: Sendable, Hashable {
  public var id: String
  public var version: String
  public var description: String
  public var license: String
  public var file: String

  public init(id: String, version: String, description: String = "", license: String = "", file: String) {
    self.id = id
    self.version = version
    self.description = description
    self.license = license
    self.file = file
  }
}
