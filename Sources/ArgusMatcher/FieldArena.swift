/// This is the texts of one request laid end to end, so that one automaton pass sees them all.
///
/// Each field is followed by a separator that no pattern relies on and that stands for both edges of a field.
/// Reuse one arena per worker: ``reset(keepingCapacity:)`` drops the content and, above the cap, the memory.
public struct FieldArena: Sendable {
  /// All fields and separators.
  public private(set) var bytes: [UInt8] = []
  /// Where each field stands in ``bytes``.
  public private(set) var fields: [Range<Int>] = []
  private var openStart = 0

  public init() {}

  /// Starts a field at the arena's end. Fields do not nest.
  public mutating func beginField() { openStart = bytes.count }

  public mutating func append(_ span: RawSpan) {
    unsafe span.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  public mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Ends the field begun last and returns its index. An empty field is kept but never scanned.
  @discardableResult
  public mutating func endField() -> Int {
    fields.append(openStart..<bytes.count)
    bytes.append(contentsOf: Self.separator)
    return fields.count - 1
  }

  /// Empties the arena; memory above `cap` bytes is given back.
  public mutating func reset(keepingCapacity cap: Int = 4 << 20) {
    let keep = bytes.capacity <= cap
    bytes.removeAll(keepingCapacity: keep)
    fields.removeAll(keepingCapacity: keep)
    openStart = 0
  }

  /// `\n\0\n`: a line edge for `^` and `$`, a non-word byte for `\b`, and whitespace for consuming tails.
  static let separator: [UInt8] = [0x0A, 0x00, 0x0A]
}
