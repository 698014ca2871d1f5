import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the inspection of one text that arrives in pieces, such as the deltas of one content block.
///
/// Matches are judged as those of a body are, by the same code: checks, context, companions, allow lists, placeholders,
/// overlaps, policy. A match is judged once everything that its judgement looks at has arrived; until then, and while
/// bytes may still become a match of a rule that redacts or blocks, they are not releasable. Rules without a bounded
/// width (``RulesetGeneration/unstreamableRules``) and detectors written in code take no part.
///
/// A value type: the stream's one owner keeps it, and with it the generation.
public struct StreamInspector: Sendable {
  /// Matches that overlap in a row are judged together, but no stream waits for more bytes than this.
  static let maximumRun = 64 << 10
  /// Memory grows with the piece, so large ones are taken in turns.
  static let pieceBytes = 16 << 10

  /// How many bytes may be passed on; see ``StreamReport/releasable``.
  public private(set) var releasable = 0

  private let plan: InspectionPlan
  private let subject: InspectionSubject
  private let location: String
  private let needs: StreamNeeds
  private var scanner: StreamScanner
  /// The stream's bytes from ``base`` on, as far as a judgement may still look at them.
  private var text: [UInt8] = []
  private var base = 0
  /// Matches that are not judged yet.
  private var pending: [RuleMatch] = []
  /// Judged matches that other rules may still ask for.
  private var company: [RuleMatch] = []
  /// Rules whose allow patterns have been told to be undecided.
  private var toldUnknowns: Set<String> = []
  private var hasFailed = false

  /// Opens a stream.
  ///
  /// - Parameters:
  ///   - subject: provider and direction, which policy and scopes ask for.
  ///   - location: the path of the text, such as `content[0].text`.
  public init(_ inspector: Inspector, subject: InspectionSubject, location: String) {
    plan = inspector.plan
    self.subject = subject
    self.location = location
    needs = StreamNeeds(plan, subject, location: location)
    scanner = StreamScanner(plan.generation, searched: needs.isSearched, acting: needs.isActing)
  }

  /// Takes the next bytes of the text.
  public mutating func feed(_ bytes: Span<UInt8>) -> StreamReport {
    var result = StreamReport(releasable: releasable)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.pieceBytes)
      let report = feed(piece: bytes.extracting(start..<end))
      result.findings += report.findings
      result.unknowns += report.unknowns
      start = end
    }
    result.releasable = releasable
    return result
  }

  private mutating func feed(piece: Span<UInt8>) -> StreamReport {
    guard !hasFailed else { return afterFailure(piece.count) }
    do {
      let report = try scanner.feed(piece)
      for index in piece.indices { text.append(piece[index]) }
      return conclude(report, isLast: false)
    } catch {
      return fail(piece.count)
    }
  }

  /// Ends the text: what waited for more is judged now.
  public mutating func finish() -> StreamReport {
    guard !hasFailed else { return afterFailure(0) }
    do {
      return conclude(try scanner.finish(), isLast: true)
    } catch {
      return fail(0)
    }
  }

  // MARK: Steps

  private mutating func conclude(_ report: MatchReport, isLast: Bool) -> StreamReport {
    pending.append(contentsOf: report.matches)
    var result = StreamReport(releasable: 0)
    judge(isLast: isLast, &result)
    for unknown in report.unknowns {
      let rule = plan.rules[unknown.rule]
      result.unknowns.append((rule.id, unknown.reason))
      result.findings.append(
        EngineFinding.unknown(rule, plan.settings.failMode, generation: plan.generation.number))
    }
    releasable = scanner.releasable
    for match in pending where needs.isActing[match.rule] { releasable = min(releasable, match.span.start) }
    result.releasable = releasable
    forget()
    return result
  }

  private mutating func judge(isLast: Bool, _ report: inout StreamReport) {
    guard !pending.isEmpty else { return }
    pending.sort { ($0.span.start, $0.rule, $0.pattern) < ($1.span.start, $1.rule, $1.pattern) }
    var ready: [RuleMatch] = []
    var kept: [RuleMatch] = []
    var first = 0
    while first < pending.count {
      let run = runOfOverlaps(from: first)
      if isLast || isDecided(pending[run]) {
        ready += pending[run]
      } else {
        kept += pending[run]
      }
      first = run.upperBound
    }
    guard !ready.isEmpty else { return }
    record(ready, besides: (company + kept).filter { plan.tables[$0.rule].isCompanion }, &report)
    report.unknowns.removeAll { !toldUnknowns.insert($0.ruleID).inserted }
    company += ready.filter { plan.tables[$0.rule].isCompanion }
    pending = kept
  }

  /// The matches from `first` on of which each overlaps one before it: only together they can be told apart.
  private func runOfOverlaps(from first: Int) -> Range<Int> {
    var end = pending[first].span.end
    var next = first + 1
    while next < pending.count, pending[next].span.start < end {
      end = max(end, pending[next].span.end)
      next += 1
    }
    return first..<next
  }

  /// Tells whether nothing that may follow changes the judgement on `run`.
  private func isDecided(_ run: ArraySlice<RuleMatch>) -> Bool {
    guard let start = run.first?.span.start else { return true }
    if scanner.byteCount - start > Self.maximumRun { return true }
    let end = run.map(\.span.end).max() ?? start
    return scanner.decided >= end
      && run.allSatisfy { match in
        let behind = scanner.byteCount - match.span.end
        let span = match.span.start - base..<match.span.end - base
        return scanner.decided - match.span.end >= needs.company[match.rule] && behind >= needs.after[match.rule]
          && (behind >= Placeholder.reach || !Placeholder.mayCover(span, in: text.span))
      }
  }

  /// Lays the text around the matches out as the one field of a body and judges it as such.
  private func record(
    _ ready: [RuleMatch], besides others: [RuleMatch], _ report: inout StreamReport
  ) {
    let reach = ready.map { needs.company[$0.rule] }.max() ?? 0
    let starts = ready.map { $0.span.start - needs.before[$0.rule] }
    let ends = ready.map { $0.span.end + max(needs.after[$0.rule], Placeholder.reach) }
    guard let first = starts.min(), let last = ends.max() else { return }
    let near = others.filter { other in
      ready.contains { match in
        reach > 0 && other.span.start <= match.span.end + reach && other.span.end >= match.span.start - reach
      }
    }
    let lower = max(base, near.map { $0.span.start - needs.before[$0.rule] }.reduce(first, min))
    let upper = min(base + text.count, near.map { $0.span.end + needs.after[$0.rule] }.reduce(last, max))
    let part = text.span.extracting(lower - base..<upper - base)
    var scratch = plan.pool.take()
    defer { plan.pool.give(back: scratch) }
    let label = scratch.addLabel(FieldLabel(path: location, maskedPath: location))
    scratch.appendField(part, FieldRecord(0..<part.count, kind: .text, coding: .verbatim, label: label))
    let detector = RuleDetector(plan: plan, subject: subject, ownTypes: [])
    let matches = (ready + near).sorted { ($0.span.start, $0.rule, $0.pattern) < ($1.span.start, $1.rule, $1.pattern) }
    var result = detector.judge(matches.map { $0.moved(by: -lower) }, scratch, part, jsonStart: nil)
    // Company that is not judged now has been, or will be.
    if !near.isEmpty {
      let spans = Set(ready.map { MatchPlace(rule: $0.rule, span: $0.moved(by: -lower).span) })
      result.hits.removeAll { hit in
        !spans.contains(
          MatchPlace(rule: hit.rule, span: ByteSpan(start: hit.span.lowerBound, end: hit.span.upperBound)))
      }
    }
    var ledger = FindingLedger()
    FindingRecorder(plan: plan, subject: subject, jsonStart: nil).record(result, [], scratch, part, &ledger)
    report.findings += ledger.findings.map { $0.moved(by: lower) }
    // What is not listed cannot be redacted by whoever reads the list.
    if ledger.omitted > 0 {
      report.findings.append(EngineFinding.scanError(plan.settings.failMode, detector: "rules"))
    }
    report.unknowns += UnknownOutcomes.ofAllowances(result, plan)
  }

  private mutating func forget() {
    let oldest = pending.reduce(scanner.decided) { min($0, $1.span.start) }
    let unused = oldest - needs.memory - base
    // Moving the rest costs as much as was dropped, at most.
    guard unused > 0, unused * 2 >= text.count else { return }
    text.removeFirst(unused)
    base += unused
    company.removeAll { $0.span.start < base }
  }

  // MARK: Failure

  private mutating func fail(_ count: Int) -> StreamReport {
    hasFailed = true
    var report = afterFailure(count)
    report.findings = [EngineFinding.scanError(plan.settings.failMode, detector: "rules")]
    return report
  }

  /// After a failure of the engine everything passes or nothing more does, as the fail mode says.
  private mutating func afterFailure(_ count: Int) -> StreamReport {
    if plan.settings.failMode == .open { releasable = max(releasable, scanner.byteCount) + count }
    return StreamReport(releasable: releasable)
  }
}

private struct MatchPlace: Hashable {
  var rule: Int
  var span: ByteSpan
}

extension RuleMatch {
  fileprivate func moved(by distance: Int) -> RuleMatch {
    var match = self
    match.span = span.moved(by: distance)
    match.value = value.moved(by: distance)
    return match
  }
}

extension ByteSpan {
  fileprivate func moved(by distance: Int) -> ByteSpan { ByteSpan(start: start + distance, end: end + distance) }
}

extension Finding {
  fileprivate func moved(by distance: Int) -> Finding {
    var finding = self
    for index in occurrences.indices { finding.occurrences[index].span = occurrences[index].span?.moved(by: distance) }
    return finding
  }
}
