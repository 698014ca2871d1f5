/// This is where one pass puts its hits: a buffer of fixed size behind a raw pointer.
///
/// The callback runs millions of times a second; a class, an array or a closure there costs 20–140 % on small texts.
/// A hit is one word, expression above end, so that sorting words sorts by expression and then by place.
@safe struct HitSink: ~Copyable {
  private let base: UnsafeMutablePointer<UInt64>
  let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    precondition(capacity > 0, "a sink without room reports nothing")
    // Freed in `deinit`, its only owner.
    unsafe base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  mutating func removeAll() { count = 0 }

  /// False when the sink was full: the scan must then end and be repeated field by field.
  @inline(__always)
  mutating func add(expression: UInt32, end: UInt64) -> Bool {
    guard count < capacity else { return false }
    // In bounds: `count < capacity`, and `capacity` words were allocated.
    unsafe base[count] = UInt64(expression) << 32 | end
    count &+= 1
    return true
  }

  /// Sorts the hits by expression, then by end.
  mutating func sort() {
    guard count > 1 else { return }
    var hits = unsafe UnsafeMutableBufferPointer(start: base, count: count)
    unsafe hits.sort()
  }

  /// The hit at `index`, which must be below ``count``.
  @inline(__always)
  subscript(index: Int) -> Hit {
    // Callers loop up to `count`, which never exceeds the allocation.
    unsafe Hit(word: base[index])
  }

  struct Hit {
    let word: UInt64
    var expression: Int { Int(word >> 32) }
    /// From the start of what was scanned.
    var end: Int { Int(word & 0xFFFF_FFFF) }
  }
}

/// This is what one pass over one crowded field keeps: per expression its first and last end, nothing else.
///
/// Its size is the number of expressions, so no text can overflow it.
@safe struct HitTable: ~Copyable {
  private let base: UnsafeMutablePointer<UInt64>
  let expressions: Int
  private static let none = UInt64.max

  init(expressions: Int) {
    self.expressions = expressions
    // Freed in `deinit`, its only owner.
    unsafe base = .allocate(capacity: max(1, expressions))
    unsafe base.initialize(repeating: Self.none, count: max(1, expressions))
  }

  deinit { unsafe base.deallocate() }

  mutating func removeAll() { unsafe base.update(repeating: Self.none, count: max(1, expressions)) }

  @inline(__always)
  mutating func add(expression: UInt32, end: UInt64) {
    let index = Int(expression)
    guard index < expressions else { return }
    // In bounds: checked above. First end in the upper half, last in the lower.
    let word = unsafe base[index]
    let first = word == Self.none ? end : min(word >> 32, end)
    let last = word == Self.none ? end : max(word & 0xFFFF_FFFF, end)
    unsafe base[index] = first << 32 | last
  }

  /// The first and the last end of `expression`, or nil when it was not hit.
  subscript(expression: Int) -> (first: Int, last: Int)? {
    guard expression < expressions else { return nil }
    let word = unsafe base[expression]
    return word == Self.none ? nil : (Int(word >> 32), Int(word & 0xFFFF_FFFF))
  }
}
