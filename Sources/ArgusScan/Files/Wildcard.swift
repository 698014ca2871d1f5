/// This is a compiled shell pattern with git's rules for `*`, `**`, `?`, `[…]` and backslashes.
///
/// Matching walks a set of states over the text, so its cost is at most `pattern × text` whatever the stars.
struct Wildcard: Sendable {
  private enum Step: Sendable {
    case byte(UInt8)
    /// `?`, or a set.
    case set(ByteMembers)
    /// Any run without a slash.
    case run
    /// Any run.
    case anyRun
    /// `**/`, as two steps: this one may be left for the step behind both, the other ends at a slash only.
    case optionalDirectories
    case directoryRun
    /// A pattern that is broken matches nothing.
    case never
  }

  private var steps: [Step] = []
  private let isLiteral: Bool
  private let literal: [UInt8]

  /// - Parameter crossesSlashes: true where a star may take in a slash and `**` has no meaning of its own.
  init(_ pattern: [UInt8], crossesSlashes: Bool) {
    isLiteral = !pattern.contains { Self.special.contains($0) }
    literal = isLiteral ? pattern : []
    guard !isLiteral else { return }
    // Git compares what stands before the first wildcard as it is; `**` right behind it counts as the beginning.
    let prefix = crossesSlashes ? 0 : pattern.firstIndex { Self.special.contains($0) } ?? 0
    var index = 0
    while index < pattern.count {
      switch pattern[index] {
      case UInt8(ascii: "\\"):
        guard index + 1 < pattern.count else {
          steps = [.never]
          return
        }
        steps.append(.byte(pattern[index + 1]))
        index += 2
      case UInt8(ascii: "?"):
        steps.append(.set(crossesSlashes ? .all : .allButSlash))
        index += 1
      case UInt8(ascii: "*"):
        index = appendStars(pattern, index, prefix, crossesSlashes)
      case UInt8(ascii: "["):
        guard let (members, next) = ByteMembers.parse(pattern, at: index, exceptSlash: !crossesSlashes) else {
          steps = [.never]
          return
        }
        steps.append(.set(members))
        index = next
      default:
        steps.append(.byte(pattern[index]))
        index += 1
      }
    }
  }

  private mutating func appendStars(
    _ pattern: [UInt8], _ start: Int, _ prefix: Int, _ crossesSlashes: Bool
  ) -> Int {
    var end = start
    while end < pattern.count, pattern[end] == UInt8(ascii: "*") { end += 1 }
    let isWhole =
      (start == prefix || pattern[start - 1] == UInt8(ascii: "/"))
      && (end == pattern.count || pattern[end] == UInt8(ascii: "/"))
    if crossesSlashes {
      steps.append(.anyRun)
    } else if end - start < 2 || !isWhole {
      steps.append(.run)
    } else if end < pattern.count {
      steps += [.optionalDirectories, .directoryRun]
      return end + 1
    } else {
      steps.append(.anyRun)
    }
    return end
  }

  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    if isLiteral { return text.elementsEqual(literal) }
    var states = [Bool](repeating: false, count: steps.count + 1)
    states[0] = true
    settle(&states)
    for byte in text {
      var following = [Bool](repeating: false, count: states.count)
      var isAlive = false
      for (index, step) in steps.enumerated() where states[index] {
        switch step {
        case .byte(let expected): following[index + 1] = following[index + 1] || byte == expected
        case .set(let members): following[index + 1] = following[index + 1] || members.contains(byte)
        case .run: following[index] = following[index] || byte != UInt8(ascii: "/")
        case .anyRun: following[index] = true
        case .directoryRun:
          following[index] = true
          if byte == UInt8(ascii: "/") { following[index + 1] = true }
        case .optionalDirectories, .never: continue
        }
        isAlive = isAlive || following[index] || following[index + 1]
      }
      guard isAlive else { return false }
      settle(&following)
      states = following
    }
    return states[steps.count]
  }

  /// Adds the states that are reached without a byte.
  private func settle(_ states: inout [Bool]) {
    for (index, step) in steps.enumerated() where states[index] {
      switch step {
      case .run, .anyRun: states[index + 1] = true
      case .optionalDirectories:
        states[index + 1] = true
        states[index + 2] = true
      default: continue
      }
    }
  }

  private static let special = Array("*?[\\".utf8)
}
