import ArgusKit

/// This is the folding of everything that was seen into findings: one for each type and value, with all its places.
struct FindingLedger {
  /// Places recorded in all findings together; what comes after them still acts and is still redacted.
  static let maximumOccurrences = 10_000

  /// This is one place of a value that may have to be rewritten.
  struct Mark {
    var span: ByteSpan
    var type: String
    /// Index into ``findings``; nil beyond the cap.
    var finding: Int?
    var action: Action
    var isNumber: Bool
    /// Where the value stands decoded; nil where the span holds it as it is.
    var place: LayerPlace?
  }

  private struct Key: Hashable {
    var type: String
    var value: String
    var isShadow: Bool
  }

  private struct Place: Hashable {
    var finding: Int
    var span: ByteSpan
  }

  private(set) var findings: [Finding] = []
  private(set) var marks: [Mark] = []
  /// Occurrences that act but are not listed.
  private(set) var omitted = 0
  private var indexes: [Key: Int] = [:]
  private var places: Set<Place> = []
  private var occurrenceCount = 0
  /// The strongest live action among the omitted ones, and what it was.
  private(set) var strongestOmitted: (action: Action, type: String)?

  /// Adds one sighting: `finding` holds exactly one occurrence and the action for it.
  mutating func add(_ finding: Finding, isNumber: Bool = false, place: LayerPlace? = nil) {
    guard let occurrence = finding.occurrences.first else { return }
    let action = finding.action ?? .log
    let key = finding.matchedValue.withExposed {
      Key(type: finding.type, value: $0, isShadow: finding.isShadow)
    }
    var index = indexes[key]
    if let known = index, let span = occurrence.span, !places.insert(Place(finding: known, span: span)).inserted {
      return raise(known, to: action, finding)
    }
    if occurrenceCount < Self.maximumOccurrences {
      occurrenceCount += 1
      if let known = index {
        findings[known].occurrences.append(occurrence)
        raise(known, to: action, finding)
      } else {
        index = findings.count
        indexes[key] = findings.count
        if let span = occurrence.span { places.insert(Place(finding: findings.count, span: span)) }
        findings.append(finding)
      }
    } else {
      omitted += 1
      if let index {
        raise(index, to: action, finding)
      } else if !finding.isShadow, strongestOmitted.map({ $0.action < action }) ?? true {
        strongestOmitted = (action, finding.type)
      }
    }
    guard !finding.isShadow, let span = occurrence.span else { return }
    marks.append(
      Mark(
        span: span, type: finding.type, finding: index, action: action, isNumber: isNumber, place: place))
  }

  /// Makes `finding` block, where redaction was wanted and cannot be done.
  mutating func escalate(_ finding: Int) { findings[finding].action = .block }

  /// The action that counts for `mark`: that of its finding over all its places.
  func action(of mark: Mark) -> Action { mark.finding.flatMap { findings[$0].action } ?? mark.action }

  private mutating func raise(_ index: Int, to action: Action, _ other: Finding) {
    findings[index].action = max(findings[index].action ?? .log, action)
    // The same value under one type from two rules: the more certain and more severe one speaks for it.
    if (other.severity, other.confidence) > (findings[index].severity, findings[index].confidence) {
      findings[index].severity = other.severity
      findings[index].confidence = other.confidence
      findings[index].ruleID = other.ruleID
      findings[index].detector = other.detector
    }
  }
}
