/// This is a YAML value with the place it was written at.
///
/// Aliases are already expanded (under a cap); tags other than the core schema's are refused by the parser.
public indirect enum YAMLNode: Sendable {
  case scalar(YAMLScalar)
  case sequence([YAMLNode], at: SourceLocation)
  /// Pairs in file order; duplicate keys are reported by the parser and the first is kept.
  case mapping([(key: YAMLScalar, value: YAMLNode)], at: SourceLocation)

  public var location: SourceLocation {
    switch self {
    case .scalar(let scalar): scalar.location
    case .sequence(_, let location), .mapping(_, let location): location
    }
  }
}

public struct YAMLScalar: Sendable, Hashable {
  public var text: String
  /// True for `plain`; false for quoted and block scalars, which are always strings.
  public var isPlain: Bool
  public var location: SourceLocation
  /// The number of characters on its first line, for the caret.
  public var length: Int

  public init(text: String, isPlain: Bool, location: SourceLocation, length: Int) {
    self.text = text
    self.isPlain = isPlain
    self.location = location
    self.length = length
  }
}
