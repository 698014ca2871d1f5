/// This is the command line of a benchmark: every option takes a value.
struct BenchmarkOptions {
  /// Files and directories of packs.
  var rules: [String] = []
  /// Directories of texts; empty means the system's headers and Python's library.
  var corpus: [String] = []
  /// How much of the corpus is read.
  var mebibytes = 20
  /// Directory of request bodies, for benchmarks that take some.
  var bodies: String?
  var rounds = 9
  /// How many encodings within one another an inspection undoes; nil for the default.
  var depth: Int?
  /// How many pairs a differential run compares at least.
  var pairs = 1_000_000
  var seed: UInt64 = 1
  /// Which share of the rules a hostile run tries: the `index`-th of `count`, counted from 0.
  var shard = (index: 0, count: 1)
  /// The sizes of bodies, for benchmarks that take one or several.
  var sizes: [Int]?
  var json: String?

  struct Unknown: Error, CustomStringConvertible {
    var description: String
  }

  init(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Unknown(description: "\(option) needs a value") }
      switch option {
      case "--rules": rules.append(value)
      case "--corpus": corpus.append(value)
      case "--bodies": bodies = value
      case "--rounds": rounds = max(1, Int(value) ?? rounds)
      case "--depth": depth = Int(value)
      case "--mebibytes": mebibytes = max(1, Int(value) ?? mebibytes)
      case "--pairs": pairs = Int(value) ?? pairs
      case "--seed": seed = UInt64(value) ?? seed
      case "--shard": shard = try Self.shard(value)
      case "--size": sizes = (sizes ?? []) + [max(64, Int(value) ?? 64)]
      case "--json": json = value
      default: throw Unknown(description: "unknown option \(option)")
      }
    }
    if rules.isEmpty { rules = ["../rules"] }
    if corpus.isEmpty { corpus = ["/usr/include", "/usr/lib/python3"] }
  }

  /// `2/4` is the second quarter.
  private static func shard(_ text: String) throws -> (index: Int, count: Int) {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, parts[0] >= 1, parts[0] <= parts[1] else {
      throw Unknown(description: "--shard is written as 2/4")
    }
    return (parts[0] - 1, parts[1])
  }
}
