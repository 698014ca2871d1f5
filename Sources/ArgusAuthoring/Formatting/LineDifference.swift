/// This is what tells two texts apart, line by line.
public struct LineDifference: Sendable {
  private enum Step: Equatable {
    case same(String)
    case removed(String)
    case added(String)
  }

  private var steps: [Step] = []
  private static let context = 3

  public init(from old: String, to new: String) {
    let left = Self.lines(old)
    let right = Self.lines(new)
    let difference = right.difference(from: left)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if i < left.count, removed.contains(i) {
        steps.append(.removed(left[i]))
        i += 1
      } else if j < right.count, added.contains(j) {
        steps.append(.added(right[j]))
        j += 1
      } else {
        if i < left.count { steps.append(.same(left[i])) }
        i += 1
        j += 1
      }
    }
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The difference as `diff -u` writes it; empty where there is none.
  public func unified(_ name: String) -> String {
    let changed = steps.indices.filter { if case .same = steps[$0] { false } else { true } }
    guard !changed.isEmpty else { return "" }
    var shown = [Bool](repeating: false, count: steps.count)
    for index in changed {
      for near in max(0, index - Self.context)...min(steps.count - 1, index + Self.context) { shown[near] = true }
    }
    var text = "--- \(name)\n+++ \(name) (formatted)\n"
    var (oldLine, newLine) = (1, 1)
    var index = 0
    while index < steps.count {
      if !shown[index] {
        oldLine += 1
        newLine += 1
        index += 1
        continue
      }
      var body = ""
      let start = (oldLine, newLine)
      while index < steps.count, shown[index] {
        switch steps[index] {
        case .same(let line):
          body += " \(line)\n"
          oldLine += 1
          newLine += 1
        case .removed(let line):
          body += "-\(line)\n"
          oldLine += 1
        case .added(let line):
          body += "+\(line)\n"
          newLine += 1
        }
        index += 1
      }
      text += "@@ -\(start.0),\(oldLine - start.0) +\(start.1),\(newLine - start.1) @@\n" + body
    }
    return text
  }
}
