import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the CPU time of one inspection, for requests as coding tools send them.
///
/// Without `--bodies`, bodies are made from the corpus: turns of user and assistant text and tool results, in blocks
/// of 2 KiB, once as they are and once with three planted tokens (the second kind is redacted, so it is looked at
/// twice). With `--bodies DIR`, each `*.json` file there is one body.
enum InspectionBenchmark {
  private static let sizes = [("1 KB", 1 << 10), ("10 KB", 10 << 10), ("100 KB", 100 << 10), ("1 MB", 1 << 20)]
  private static let blockBytes = 2048

  static func run(_ options: BenchmarkOptions) throws {
    let loaded = RulePackLoader().load(paths: options.rules)
    let generation = try RulesetCompiler().compile(loaded.ruleSet, number: 1)
    let inspector = Inspector(generation: generation, settings: settings(options))
    var report = BenchmarkReport(name: "inspection")
    report.add("rules", Double(generation.rules.count), "", digits: 0)
    for (name, body) in try bodies(options) { measure(name, body, inspector, options.rounds, &report) }
    try report.finish(json: options.json)
  }

  /// `--depth 0` shows what decoding costs.
  private static func settings(_ options: BenchmarkOptions) -> InspectionSettings {
    InspectionSettings(decoding: options.depth.map(DecodingSettings.init(depth:)) ?? DecodingSettings())
  }

  private static func measure(
    _ name: String, _ body: [UInt8], _ inspector: Inspector, _ rounds: Int, _ report: inout BenchmarkReport
  ) {
    let subject = InspectionSubject(provider: .anthropic, contentType: "application/json")
    var samples = Samples()
    var outcome = inspector.inspect(body.span, subject)
    // A short body is inspected many times a round: the clock itself takes longer than it should otherwise.
    let repetitions = max(1, (1 << 20) / max(1, body.count))
    for _ in 0..<rounds {
      let start = Stopwatch.cpu()
      for _ in 0..<repetitions { outcome = inspector.inspect(body.span, subject) }
      samples.add(Double(Stopwatch.cpu() - start) / Double(repetitions) / 1e6)
    }
    let label =
      "\(name) (\(body.count) B, \(outcome.fieldCount) fields, \(outcome.decision.findings.count) findings, \(outcome.decoding.byteCount) B decoded)"
    report.add(label, samples.median, "CPU ms", digits: 4)
  }

  private static func bodies(_ options: BenchmarkOptions) throws -> [(name: String, body: [UInt8])] {
    if let directory = options.bodies {
      let texts = TextCorpus.load([directory], byteLimit: options.mebibytes << 20)
      return texts.sorted { $0.count < $1.count }.enumerated().map { ("body \($0.offset)", $0.element) }
    }
    let corpus = Array(TextCorpus.load(options).joined().prefix(2 << 20))
    guard corpus.count == 2 << 20 else { throw BenchmarkOptions.Unknown(description: "the corpus is below 2 MiB") }
    return sizes.flatMap { name, size in
      [(name + " clean", body(size, corpus, tokens: [])), (name + " redacted", body(size, corpus, tokens: tokens))]
    }
  }

  /// Worthless tokens, valid in form; in pieces, so that they stand nowhere in one.
  private static let tokens = [
    "AKIA" + "QZ7ZL2XK5PWM4TRV", "gh" + "p_" + "a8Fk29LmQz71XcVbN3sWpT6yRdHj0E" + "4Bmlov",
    "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dcXvBnMkQ2",
  ]

  private static func body(_ size: Int, _ corpus: [UInt8], tokens: [String]) -> [UInt8] {
    var text =
      "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":1024,\"system\":\"You are a coding assistant.\",\"messages\":["
    var position = 0
    var turn = 0
    var planted = 0
    let block = min(blockBytes, max(200, size - 400))
    while text.utf8.count + block / 2 < size || turn == 0 {
      if turn > 0 { text += "," }
      var content = escaped(corpus[position..<min(position + block, corpus.count)])
      if planted < tokens.count, text.utf8.count >= size / 4 * (planted + 1) || size <= 2048 {
        let due = size <= 2048 ? tokens[...] : tokens[planted...planted]
        for token in due { content += "\\nAPI_VALUE = '\(token)'\\n" }
        planted += due.count
      }
      switch turn % 4 {
      case 1: text += "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"\(content)\"}]}"
      case 2:
        text += "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\(turn)\","
        text += "\"content\":\"\(content)\"}]}"
      case 3: text += "{\"role\":\"assistant\",\"content\":\"\(content)\"}"
      default: text += "{\"role\":\"user\",\"content\":\"\(content)\"}"
      }
      position = (position + block) % (corpus.count - block)
      turn += 1
    }
    return Array((text + "]}").utf8)
  }

  private static func escaped(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      default:
        guard scalar.value >= 0x20 else { continue }
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
