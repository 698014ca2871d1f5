import ArgusInspection
public import ArgusKit
import ArgusMatcher
public import ArgusReports
import ArgusRules

/// This is everything that matched at one place of a file, and what became of it.
public struct PlaceExplanation: Sendable {
  /// This is one text that a file is read as.
  public struct Reading {
    public var text: [UInt8]
    /// Decides whether the text is read by its fields.
    public var contentType: String
    /// The step that leads from the file to the text; empty where it is the file's own.
    public var step: String
    /// Takes a value's place in the text, and its location, to the file.
    public var place: (ByteSpan, String) -> (span: ByteSpan, location: String)
    /// What the file itself says about a finding of a rule at a byte of the text, and whether that allows it.
    public var remark: (_ rule: String, _ offset: Int) -> (words: String, allows: Bool)?

    public init(
      text: [UInt8], contentType: String, step: String = "",
      place: @escaping (ByteSpan, String) -> (span: ByteSpan, location: String) = { ($0, $1) },
      remark: @escaping (_ rule: String, _ offset: Int) -> (words: String, allows: Bool)? = { _, _ in nil }
    ) {
      self.text = text
      self.contentType = contentType
      self.step = step
      self.place = place
      self.remark = remark
    }
  }

  private struct Sighting: Hashable {
    var rule: Int
    var span: ByteSpan
  }

  public private(set) var matches: [MatchExplanation] = []

  /// - Parameter offset: in bytes of the file.
  public init(
    at offset: Int, of readings: [Reading], filename: String, _ judge: TextJudge, reveals: Bool = false
  ) {
    let rules = judge.generation.rules
    var met: Set<Sighting> = []
    for reading in readings {
      var own: Set<Sighting> = []
      for var judgement in judge.judgements(in: reading.text, contentType: reading.contentType, filename: filename) {
        guard let span = judgement.bodySpan else { continue }
        let place = reading.place(span, judgement.location)
        let sighting = Sighting(rule: judgement.rule, span: place.span)
        // What one reading shows, another need not show again.
        guard place.span.start <= offset, offset < place.span.end, !met.contains(sighting) else { continue }
        own.insert(sighting)
        (judgement.bodySpan, judgement.location) = (place.span, judgement.location.isEmpty ? "" : place.location)
        var match = MatchExplanation(judgement, rules, step: reading.step, reveals: reveals)
        if match.isFinding, let (words, allows) = reading.remark(match.ruleID, span.start) {
          match.add(remark: words, allows: allows)
        }
        matches.append(match)
      }
      met.formUnion(own)
    }
  }

  public var text: String {
    matches.isEmpty ? "no rule matches there\n" : matches.map(\.text).joined()
  }

  public var json: JSONValue { .object([("matches", .array(matches.map(\.json)))]) }
}
