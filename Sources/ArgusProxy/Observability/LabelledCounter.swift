import Synchronization

/// This is a Prometheus counter with labels. The number of label sets is capped: what comes after is counted under
/// the label value `other`.
package final class LabelledCounter: Sendable {
  private let names: [String]
  private let capacity: Int
  private let counts = Mutex<[[String]: UInt64]>([:])

  package init(labels: [String], capacity: Int) {
    names = labels
    self.capacity = capacity
  }

  package func add(_ values: String...) {
    counts.withLock { counts in
      if counts[values] != nil || counts.count < capacity {
        counts[values, default: 0] &+= 1
      } else {
        counts[names.map { _ in "other" }, default: 0] &+= 1
      }
    }
  }

  package func write(_ name: String, help: String, to text: inout String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n"
    let snapshot = counts.withLock { $0 }.map { ($0.key, $0.value) }
    for (values, count) in snapshot.sorted(by: { $0.0.lexicographicallyPrecedes($1.0) }) {
      let labels = zip(names, values).map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
      text += "\(name){\(labels)} \(count)\n"
    }
  }

  /// Prometheus escapes the backslash, the quote and the line break in label values.
  static func escaped(_ value: String) -> String {
    var result = ""
    for character in value {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}
