internal import ArgusRules

/// This is the writer of the automaton's copy of a pattern.
///
/// It knows a subset of PCRE2's syntax whose meaning on bytes it can state itself, and writes everything in the
/// smallest dialect there is: bytes, classes, groups, repeats, `^ $ \b \B`. What it does not know it does not guess:
/// ``translate()`` returns nil and the pattern goes to PCRE2 alone. What Hyperscan cannot hold (lookaround, atomic
/// groups, back-references) it widens, never narrows.
///
/// The pattern must be one that PCRE2 compiles; syntax errors are not looked for.
struct PatternTranslator {
  /// What may be given up to get a cheaper copy.
  enum Fidelity: Sendable, Hashable {
    /// Keep everything that can be kept.
    case faithful
    /// Drop line and field edges, open large repeats.
    case relaxed
  }

  /// Repeats above it are opened in a relaxed copy.
  static let relaxedRepeat = 256

  private(set) var cursor: PatternCursor
  private let fidelity: Fidelity
  private var flags: PatternFlags
  private var stack: [PatternFrame] = []
  private var frame: PatternFrame
  /// The number of enclosing lookarounds; their content is read but not written.
  private var lookaroundDepth = 0
  private var output: [UInt8] = []
  private var isMultiline = false
  private var isExact = true
  private var hasAtomicGroup = false
  /// The widths of all lookarounds together: no assertion looks further back from a match's start.
  private var lookaroundWidth = 0
  private var hasLineEdge = false

  init(_ pattern: RulePattern, fidelity: Fidelity) {
    cursor = PatternCursor(Array(pattern.source.utf8))
    self.fidelity = fidelity
    flags = pattern.flags
    frame = PatternFrame(flags: pattern.flags, isLookaround: false)
  }

  /// The copy, or nil where the pattern holds something this type does not know.
  mutating func translate() -> AutomatonCopy? {
    while let byte = cursor.next() {
      guard step(byte) else { return nil }
    }
    guard stack.isEmpty else { return nil }
    frame.endAlternative()
    return AutomatonCopy(
      source: output, isMultiline: isMultiline, isExact: isExact, hasAtomicGroup: hasAtomicGroup,
      width: frame.measure.width,
      positions: frame.positions)
  }

  /// What a stream must know of the pattern; valid after ``translate()`` gave a copy.
  var streamShape: StreamShape {
    StreamShape(
      measure: frame.measure, lookbehind: PatternWidth.add(lookaroundWidth, 2), hasLineEdge: hasLineEdge)
  }

  private mutating func step(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"): return escape()
    case UInt8(ascii: "["):
      guard let set = cursor.characterClass(caseless: flags.contains(.caseless)) else { return false }
      return emit(set)
    case UInt8(ascii: "("): return open()
    case UInt8(ascii: ")"): return close()
    case UInt8(ascii: "|"):
      frame.endAlternative()
      write("|")
    case UInt8(ascii: "."): return emit(flags.contains(.dotall) ? .all : ByteSet.newline.inverted)
    case UInt8(ascii: "^"), UInt8(ascii: "$"): edge(byte)
    case UInt8(ascii: "*"): return quantify(RepeatBounds(lower: 0, upper: nil))
    case UInt8(ascii: "+"): return quantify(RepeatBounds(lower: 1, upper: nil))
    case UInt8(ascii: "?"): return quantify(RepeatBounds(lower: 0, upper: 1))
    case UInt8(ascii: "{"):
      switch cursor.braces() {
      case .bounds(let bounds): return quantify(bounds)
      case .literal: return literal(byte)
      case .unclear: return false
      }
    case UInt8(ascii: "#") where flags.contains(.extended): cursor.skipLine()
    case _ where flags.contains(.extended) && ByteSet.space.contains(byte): break
    default: return literal(byte)
    }
    return true
  }

  // MARK: Items

  private mutating func literal(_ byte: UInt8) -> Bool {
    var set = ByteSet()
    set.insert(byte...byte)
    return emit(flags.contains(.caseless) ? set.caseFolded : set)
  }

  private mutating func emit(_ set: ByteSet) -> Bool {
    let runs = set.runs
    // A class without members can match nowhere; Hyperscan has no way to write it.
    guard let first = runs.first else { return false }
    frame.append(.byte(set), positions: 1)
    if runs.count == 1, first.count == 1 {
      write(byte: first.lowerBound)
    } else {
      write("[")
      for run in runs {
        write(byte: run.lowerBound)
        guard run.count > 1 else { continue }
        if run.count > 2 { write("-") }
        write(byte: run.upperBound)
      }
      write("]")
    }
    return true
  }

  /// `^ $ \A \z \Z`: all of them become line edges, because in the arena a field's edge is a line's edge.
  private mutating func edge(_ anchor: UInt8) {
    // `$` and `\Z` look at a newline and at what follows it.
    frame.appendAssertion(reach: 2)
    hasLineEdge = true
    guard fidelity == .faithful else {
      isExact = false
      return
    }
    if lookaroundDepth == 0 { isMultiline = true }
    write(anchor == UInt8(ascii: "^") ? "^" : "$")
  }

  private mutating func escape() -> Bool {
    guard let byte = cursor.next() else { return false }
    switch byte {
    case UInt8(ascii: "b"), UInt8(ascii: "B"):
      frame.appendAssertion(reach: 1)
      write(byte == UInt8(ascii: "b") ? "\\b" : "\\B")
      return true
    case UInt8(ascii: "A"):
      edge(UInt8(ascii: "^"))
      return true
    case UInt8(ascii: "z"), UInt8(ascii: "Z"):
      edge(UInt8(ascii: "$"))
      return true
    case UInt8(ascii: "Q"):
      for quoted in cursor.quotation() {
        guard literal(quoted) else { return false }
      }
      return true
    case UInt8(ascii: "E"): return true
    case UInt8(ascii: "R"):
      isExact = false
      frame.append(.lineBreak, positions: 2)
      write("(?:\\x0d\\x0a|[\\x0a-\\x0d\\x85])")
      return true
    case UInt8(ascii: "N"): return cursor.peek() == UInt8(ascii: "{") ? false : emit(ByteSet.newline.inverted)
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      // Two digits may be an octal code: PCRE2 counts groups to decide.
      if let following = cursor.peek(), ByteSet.digits.contains(following) { return false }
      return backreference()
    case UInt8(ascii: "g"), UInt8(ascii: "k"): return cursor.skipReference(byte) ? backreference() : false
    default:
      if let set = PatternCursor.classEscape(byte) { return emit(set) }
      guard let value = cursor.byteEscape(byte) else { return false }
      return literal(value)
    }
  }

  private mutating func backreference() -> Bool {
    isExact = false
    frame.append(.anything, positions: 1, isGroup: true)
    write("(?:[\\x00-\\xff]*)")
    return true
  }

  // MARK: Groups

  private mutating func open() -> Bool {
    switch cursor.groupOpening(flags: flags) {
    case .group: push(isLookaround: false, flags: flags)
    case .scopedFlags(let inner): push(isLookaround: false, flags: inner)
    case .atomic:
      isExact = false
      hasAtomicGroup = true
      push(isLookaround: false, flags: flags)
    case .lookaround:
      isExact = false
      push(isLookaround: true, flags: flags)
    case .flags(let following): flags = following
    case .comment: break
    case .backreference: return backreference()
    case .unclear: return false
    }
    return true
  }

  private mutating func push(isLookaround: Bool, flags inner: PatternFlags) {
    if isLookaround { lookaroundDepth += 1 } else { write("(?:") }
    stack.append(frame)
    frame = PatternFrame(flags: flags, isLookaround: isLookaround)
    flags = inner
  }

  private mutating func close() -> Bool {
    guard var outer = stack.popLast() else { return false }
    frame.endAlternative()
    flags = frame.flags
    if frame.isLookaround {
      lookaroundDepth -= 1
      lookaroundWidth = PatternWidth.add(lookaroundWidth, frame.measure.width.maximum)
      outer.appendAssertion(reach: frame.measure.reach)
    } else {
      outer.append(frame.measure, positions: frame.positions, isGroup: true)
      write(")")
    }
    frame = outer
    return true
  }

  private mutating func quantify(_ bounds: RepeatBounds) -> Bool {
    guard frame.hasItem else { return false }
    if cursor.take(UInt8(ascii: "+")) {
      isExact = false
      if frame.lastIsGroup { hasAtomicGroup = true }
    } else {
      _ = cursor.take(UInt8(ascii: "?"))
    }
    // Whether blanks may stand between a quantifier and its `+` or `?` differs between versions of PCRE2.
    if flags.contains(.extended), let byte = cursor.peek(),
      ByteSet.space.contains(byte) || byte == UInt8(ascii: "#"), cursor.quantifierFollowsBlanks()
    {
      return false
    }
    var bounds = bounds
    if fidelity == .relaxed, max(bounds.lower, bounds.upper ?? 0) > Self.relaxedRepeat {
      isExact = false
      bounds = RepeatBounds(lower: min(bounds.lower, Self.relaxedRepeat), upper: nil)
    }
    frame.repeatLast(bounds)
    write("{\(bounds.lower),\(bounds.upper.map(String.init) ?? "")}")
    return true
  }

  // MARK: Output

  private mutating func write(_ text: String) {
    guard lookaroundDepth == 0 else { return }
    output.append(contentsOf: text.utf8)
  }

  private mutating func write(byte: UInt8) {
    guard lookaroundDepth == 0 else { return }
    output.append(contentsOf: "\\x".utf8)
    for nibble in [byte >> 4, byte & 15] {
      output.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + (nibble - 10))
    }
  }
}
