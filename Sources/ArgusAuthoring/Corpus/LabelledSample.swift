import FoundationEssentials

/// This is one line of a labelled JSONL corpus.
struct LabelledSample: Decodable {
  enum Expectation: String, Decodable {
    case match
    case noMatch = "no_match"
  }

  var id: String?
  var text: String
  var expect: Expectation
  /// What a finding should cover; nil or empty where any finding counts.
  var secret: String?
  /// The rule of this ruleset that is meant; most corpora know none.
  var rule: String?
  var peerRule: String?
  var provider: String?
  var category: String?
  /// On `no_match`: `any` (nothing may be reported) or `rule` (only the source's own rule must not fire).
  var scope: String?

  enum CodingKeys: String, CodingKey {
    case id, text, expect, secret, rule, provider, category, scope
    case peerRule = "peer_rule"
  }

  /// The samples of a JSONL file; a line that is none is told by its number.
  static func read(_ bytes: [UInt8]) -> (samples: [(line: Int, sample: LabelledSample)], malformed: [Int]) {
    var samples: [(line: Int, sample: LabelledSample)] = []
    var malformed: [Int] = []
    let decoder = JSONDecoder()
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      if let sample = try? decoder.decode(LabelledSample.self, from: Data(line)) {
        samples.append((index + 1, sample))
      } else {
        malformed.append(index + 1)
      }
    }
    return (samples, malformed)
  }
}
