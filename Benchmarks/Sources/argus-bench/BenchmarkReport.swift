import Glibc

/// This is what a benchmark measured, as text for people and as JSON for gates.
struct BenchmarkReport {
  private let name: String
  private var lines: [(key: String, value: Double, unit: String, digits: Int)] = []

  init(name: String) { self.name = name }

  mutating func add(_ key: String, _ value: Double, _ unit: String, digits: Int) {
    lines.append((key, value, unit, digits))
  }

  /// Prints a line of a run that is not over, at once.
  static func tell(_ line: String) {
    print(line)
    fflush(nil)
  }

  /// Prints the table, and writes it to `json` where that is given.
  func finish(json: String?) throws {
    let width = lines.map(\.key.count).max() ?? 0
    for line in lines {
      let padding = String(repeating: " ", count: width - line.key.count)
      print("\(line.key)\(padding)  \(line.value.formatted(line.digits)) \(line.unit)")
    }
    guard let json else { return }
    let entries = lines.map {
      "    {\"key\": \"\($0.key)\", \"value\": \($0.value.formatted(max(3, $0.digits))), \"unit\": \"\($0.unit)\"}"
    }
    let text = "{\n  \"benchmark\": \"\(name)\",\n  \"results\": [\n\(entries.joined(separator: ",\n"))\n  ]\n}\n"
    guard let file = fopen(json, "w") else { throw BenchmarkOptions.Unknown(description: "cannot write \(json)") }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw BenchmarkOptions.Unknown(description: "cannot write \(json)")
    }
  }
}
