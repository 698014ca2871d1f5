import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules
import Synchronization

/// A worthless value that only the test rule below knows.
let canary = "CANARY-" + "7F3K9Q2Z"
let placeholder = "[REDACTED:canary]"

enum TestRules {
  static let place = SourceLocation(file: "test.yaml", line: 1, column: 1)

  static func rule(
    _ id: String, _ pattern: String, type: String? = nil, category: String = "secrets", severity: Severity = .critical,
    configure: (inout Rule) -> Void = { _ in }
  ) -> Rule {
    var rule = Rule(
      id: id, type: type ?? id, name: id, category: category, severity: severity,
      patterns: [RulePattern(source: pattern, location: place)], location: place)
    configure(&rule)
    return rule
  }

  static let canary = rule("test.canary", "CANARY-[A-Z0-9]{8}", type: "canary")

  static func inspector(
    _ rules: [Rule] = [canary], settings: InspectionSettings = InspectionSettings()
  ) throws -> Inspector {
    let generation = try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 7)
    return Inspector(generation: generation, settings: settings)
  }
}

extension Inspector {
  func inspect(
    _ text: String, provider: Provider = .generic, type: String = "application/json", query: String = "",
    headers: [(name: String, value: String)] = [], direction: Direction = .request, filename: String = ""
  ) -> InspectionOutcome {
    inspect(
      Array(text.utf8), provider: provider, type: type, query: query, headers: headers, direction: direction,
      filename: filename)
  }

  func inspect(
    _ body: [UInt8], provider: Provider = .generic, type: String = "application/json", query: String = "",
    headers: [(name: String, value: String)] = [], direction: Direction = .request, filename: String = ""
  ) -> InspectionOutcome {
    let subject = InspectionSubject(
      provider: provider, direction: direction, contentType: type, query: query, headers: headers, filename: filename)
    return inspect(body.span, subject)
  }
}

extension InspectionOutcome {
  /// The bytes that may leave, as text; nil when blocked.
  func sent(_ original: String) -> String? {
    switch verdict {
    case .forward: original
    case .rewrite(let bytes): String(decoding: bytes, as: UTF8.self)
    case .block: nil
    }
  }

  var isBlocked: Bool { if case .block = verdict { true } else { false } }
  var isForwarded: Bool { if case .forward = verdict { true } else { false } }
  var types: [String] { decision.findings.map(\.type) }
  var locations: [String] { decision.findings.flatMap { $0.occurrences.map(\.location) } }
}

/// Keeps the fields that it is shown, so that tests see extraction through the door that detectors use.
final class FieldRecorder: Detector {
  let name = "recorder"
  private let seen = Mutex<[ScanField]>([])

  var fields: [ScanField] { seen.withLock { $0 } }

  func scan(_ fields: [ScanField], allowlist: AllowlistMatcher) throws -> [Finding] {
    seen.withLock { $0 = fields }
    return []
  }

  static func fields(
    of body: [UInt8], type: String = "application/json", query: String = "",
    headers: [(name: String, value: String)] = []
  ) throws -> [ScanField] {
    let recorder = FieldRecorder()
    let inspector = try TestRules.inspector([], settings: InspectionSettings(detectors: [recorder]))
    _ = inspector.inspect(body, type: type, query: query, headers: headers)
    return recorder.fields
  }

  static func fields(
    of text: String, type: String = "application/json", query: String = "",
    headers: [(name: String, value: String)] = []
  ) throws -> [ScanField] {
    try fields(of: Array(text.utf8), type: type, query: query, headers: headers)
  }
}

/// A small generator with a fixed seed: a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
