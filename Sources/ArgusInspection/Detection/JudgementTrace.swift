public import ArgusKit
import ArgusMatcher

/// This is what became of every match of one inspection: where it was, which gate stopped it, what it does.
///
/// The live pipeline writes it as it goes, so that an explanation can never differ from what traffic meets. One
/// inspection uses it at a time.
public final class JudgementTrace {
  /// This is one match and its fate.
  public struct Judgement: Sendable {
    /// Index into the generation's rules.
    public var rule: Int
    /// Index into the rule's patterns.
    public var pattern: Int
    /// The field's path; empty where a gate before the scope stopped the match.
    public var location = ""
    /// The whole match, in bytes of the field.
    public var span: ByteSpan
    /// The value, in bytes of the field.
    public var value: ByteSpan
    /// The value, in bytes of the body; nil outside the body.
    public var bodySpan: ByteSpan?
    public var text: Sensitive<[UInt8]>
    /// What each gate before the place's own measured, as far as it can be said without the value.
    public var readings: [GateReading] = []
    /// The gate that stopped it; nil for a finding.
    public var closedGate: Gate?
    /// For ``Gate/overlap``: the index of the rule whose finding covers this one.
    public var rival: Int?
    public var confidence: Confidence
    /// What the policy says; nil where a gate came before.
    public var action: Action?

    var field: Int
    var isOutline = false
  }

  /// In the order of fields and starts.
  public private(set) var judgements: [Judgement] = []
  private var indexes: [Key: Int] = [:]

  /// This is what the steps of the pipeline know a match by.
  private struct Key: Hashable {
    var rule: Int
    var field: Int
    var start: Int
    var value: ByteSpan

    init(_ judgement: Judgement) {
      (rule, field, start, value) = (judgement.rule, judgement.field, judgement.span.start, judgement.value)
    }

    init(_ hit: Hit) {
      (rule, field, start) = (hit.rule, hit.field, hit.span.lowerBound)
      value = ByteSpan(start: hit.value.lowerBound, end: hit.value.upperBound)
    }
  }

  private struct Told: Hashable {
    var rule: Int
    var text: Sensitive<[UInt8]>
  }

  init() {}

  func add(_ judgement: Judgement) {
    if !judgement.isOutline { indexes[Key(judgement)] = judgements.count }
    judgements.append(judgement)
  }

  /// Takes the outline's hits to where they were moved.
  func move(to hits: [Hit]) {
    let outline = judgements.filter(\.isOutline)
    guard !outline.isEmpty else { return }
    // What a field tells of itself is not told again by the outline, which sees less around it.
    let own = Set(judgements.filter { !$0.isOutline }.map { Told(rule: $0.rule, text: $0.text) })
    judgements.removeAll {
      $0.isOutline && ($0.closedGate == nil || own.contains(Told(rule: $0.rule, text: $0.text)))
    }
    indexes = [:]
    for (index, judgement) in judgements.enumerated() where !judgement.isOutline { indexes[Key(judgement)] = index }
    for hit in hits where index(of: hit) == nil {
      guard var moved = outline.first(where: { $0.rule == hit.rule && $0.closedGate == nil }) else { continue }
      moved.field = hit.field
      moved.span = ByteSpan(start: hit.span.lowerBound, end: hit.span.upperBound)
      moved.value = ByteSpan(start: hit.value.lowerBound, end: hit.value.upperBound)
      moved.isOutline = false
      add(moved)
    }
  }

  func locate(_ hit: Hit, in body: ByteSpan?) {
    if let index = index(of: hit) { judgements[index].bodySpan = body }
  }

  func place(_ hit: Hit, at location: String) {
    if let index = index(of: hit) { judgements[index].location = location }
  }

  func close(_ hit: Hit, _ gate: Gate, rival: Int? = nil) {
    guard let index = index(of: hit) else { return }
    judgements[index].closedGate = gate
    judgements[index].rival = rival
  }

  /// Takes in what an allow list of files says, which a match passes with the rest of its `allow`.
  func read(_ hit: Hit, _ reading: GateReading) {
    guard let index = index(of: hit) else { return }
    judgements[index].readings.removeAll { $0.gate == reading.gate }
    judgements[index].readings.append(reading)
  }

  func settle(_ hit: Hit, _ action: Action) {
    guard let index = index(of: hit) else { return }
    judgements[index].confidence = hit.confidence
    judgements[index].action = action
  }

  private func index(of hit: Hit) -> Int? { indexes[Key(hit)] }
}

/// This is what one gate saw, in words that never show the value.
public struct GateReading: Sendable, Hashable {
  public var gate: Gate
  public var isOpen: Bool
  /// Such as `2.71 bits per byte, 3.0 are demanded`.
  public var words: String

  public init(gate: Gate, isOpen: Bool, words: String) {
    self.gate = gate
    self.isOpen = isOpen
    self.words = words
  }
}
