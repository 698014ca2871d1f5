/// This is what decoding did in one inspection, and which of its limits it met: never silent.
public struct DecodingReport: Sendable, Hashable {
  /// A bound that kept something from being decoded.
  public enum Limit: String, Sendable, Hashable, CaseIterable {
    /// An encoding within as many encodings as are undone.
    case depth
    /// The decoded bytes of all layers together.
    case bytes
    /// Compressed data that expands beyond its share.
    case expansion
  }

  /// Layers laid beside the fields of the body.
  public var layerCount = 0
  /// Their bytes; at most ``DecodingSettings/budget(forBytes:)``.
  public var byteCount = 0
  /// How often each limit was met; empty in the ordinary case.
  public var limits: [Limit: Int] = [:]

  public init() {}

  mutating func note(_ limit: Limit) { limits[limit, default: 0] += 1 }
}

/// This is how far decoding goes.
public struct DecodingSettings: Sendable, Hashable {
  public static let maximumDepth = 8

  /// How many encodings within one another are undone: 0 (none) to ``maximumDepth``.
  public var depth: Int

  public init(depth: Int = 6) { self.depth = min(max(0, depth), Self.maximumDepth) }

  /// The decoded bytes that all layers of a body of `count` bytes may have together: four for each, and a mebibyte.
  public static func budget(forBytes count: Int) -> Int { count > Int.max / 8 ? Int.max : 4 * count + (1 << 20) }
}
