import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the making of texts that are meant to be slow: everything that somebody who has read a rule could write
/// against it, made from what the rule matches in its own examples.
struct HostileInputs {
  /// This is one text, as the unit it repeats.
  struct Input {
    var name: String
    var unit: [UInt8]
  }

  let generation: RulesetGeneration

  /// The inputs for rule `rule`, an index into the generation's rules.
  func inputs(for rule: Int) throws -> [Input] {
    var inputs: [Input] = []
    if let example = generation.rules[rule].examples.match.first,
      let match = try match(of: rule, in: Array(example.text.utf8))
    {
      inputs += self.inputs(rule, match)
    }
    return inputs
  }

  private func inputs(_ rule: Int, _ match: [UInt8]) -> [Input] {
    var inputs = [
      Input(name: "matches", unit: match + [0x0A]), Input(name: "matches without a gap", unit: match),
      Input(name: "all but the last byte", unit: Array(match.dropLast())),
      Input(name: "last byte changed", unit: match.dropLast() + [match.last == 0x2B ? 0x2D : 0x2B]),
      Input(name: "shortest matching tail", unit: shortestTail(rule, match)),
    ]
    for part in 1...3 where match.count >= 8 {
      inputs.append(Input(name: "first \(part)/4", unit: Array(match.prefix(match.count * part / 4))))
      inputs.append(Input(name: "last \(part)/4", unit: Array(match.suffix(match.count * part / 4))))
    }
    // Runs of the bytes that the pattern takes, alone, before a match, and inside it.
    let step = max(1, match.count / 5)
    for place in stride(from: 0, to: match.count, by: step) {
      let run = [UInt8](repeating: match[place], count: 300)
      inputs.append(Input(name: "run at \(place)", unit: match.prefix(place) + run))
      inputs.append(
        Input(name: "run inside at \(place)", unit: match.prefix(place) + run + match.suffix(match.count - place)))
      inputs.append(Input(name: "run before, of \(place)", unit: run + match))
    }
    return inputs.filter { !$0.unit.isEmpty }
  }

  private func match(of rule: Int, in text: [UInt8]) throws -> [UInt8]? {
    let found = try generation.scan(Self.arena(text)).matches.first { $0.rule == rule }
    return found.map { Array(text[$0.span.start..<$0.span.end]) }
  }

  private func shortestTail(_ rule: Int, _ match: [UInt8]) -> [UInt8] {
    for count in 1..<max(1, match.count) {
      let tail = Array(match.suffix(count))
      if let report = try? generation.scan(Self.arena(tail)), report.matches.contains(where: { $0.rule == rule }) {
        return tail
      }
    }
    return match
  }

  private static func arena(_ text: [UInt8]) -> FieldArena {
    var arena = FieldArena()
    arena.beginField()
    arena.append(text.span.bytes)
    arena.endField()
    return arena
  }
}

/// This is how a unit is repeated to a body.
enum HostileShape: String, CaseIterable {
  case text
  /// The strings of one array.
  case strings
  /// One string.
  case string

  var contentType: String { self == .text ? "text/plain" : "application/json" }

  func body(_ unit: [UInt8], size: Int) -> [UInt8] {
    guard self != .text else {
      var body: [UInt8] = []
      while body.count < size { body += unit }
      return Array(body.prefix(size))
    }
    let plain = unit.map { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 ? 0x20 : $0 }
    let gap = self == .strings ? Array("\",\"".utf8) : []
    var body: [UInt8] = Array("[\"".utf8)
    while body.count < size { body += plain + gap }
    return body + Array("\"]".utf8)
  }
}
