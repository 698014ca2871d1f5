/// This is the version of the rules engine, which packs demand with `requires_engine`.
public struct EngineVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  public static let current = EngineVersion(parts: [1, 0])

  private let parts: [Int]

  private init(parts: [Int]) { self.parts = parts }

  /// Reads dotted decimal numbers such as `1.2`; nil for anything else.
  init?(_ text: some StringProtocol) {
    var parts: [Int] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(part), parts.count < 4 else {
        return nil
      }
      parts.append(number)
    }
    self.parts = parts
  }

  public var description: String { parts.map(String.init).joined(separator: ".") }

  public static func < (lhs: Self, rhs: Self) -> Bool {
    for index in 0..<max(lhs.parts.count, rhs.parts.count) {
      let left = index < lhs.parts.count ? lhs.parts[index] : 0
      let right = index < rhs.parts.count ? rhs.parts[index] : 0
      if left != right { return left < right }
    }
    return false
  }
}
