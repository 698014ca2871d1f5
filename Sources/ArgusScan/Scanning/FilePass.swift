import ArgusInspection
import ArgusKit
import ArgusRules

/// This is the judgement on one file: the inspection of its pieces, and from their findings the file's records.
struct FilePass {
  let path: FilePath
  private let item: ScanItem
  private let context: ScanContext
  private var result: ScanResult
  /// Stands where the piece begins: pieces overlap, so each walks from there anew.
  private var lines = LineIndex()
  /// Comments that speak for the whole file.
  private var fileComments: [AllowComment] = []
  /// What the pieces are of, where the file is read through another text.
  private var wide: WideText?
  /// Those that kept something of the file from being decoded.
  private var decodingLimits: Set<DecodingReport.Limit> = []
  /// The strongest action of the piece's inspections that listed not all.
  private var unlistedAction: Action?
  /// JSON documents in the pieces before this one.
  private var documents = 0

  init(_ item: ScanItem, _ context: ScanContext) {
    self.item = item
    self.context = context
    path = item.path
    result = ScanResult(path: path.text, projectPath: context.root.normalized(path))
  }

  mutating func skip(_ reason: SkipReason) { result.skipped = reason }
  mutating func measure(_ byteCount: Int) { result.fileBytes = max(0, byteCount) }
  mutating func fail(_ reason: String?) { result.failure = result.failure ?? reason }
  mutating func note(_ notice: ScanNotice) { result.notices.append(notice.diagnostic(path: result.path)) }

  /// Lets what stands before `target` leave the buffer.
  mutating func advance(to target: Int, _ bytes: Span<UInt8>, base: Int) {
    lines.advance(to: target, in: bytes, base: base)
  }

  /// The item for a file of this archive; all its lines count, as no change has lines in an archive.
  func member(_ path: [UInt8]) -> ScanItem { ScanItem(path: FilePath(bytes: path), content: .bytes([])) }

  /// Takes in the result of one file of this archive.
  mutating func add(_ member: ScanResult) {
    for record in member.records { keep(record) }
    result.notices += member.notices
    result.omittedCount += member.omittedCount
    if let action = member.omittedAction { result.omittedAction = max(result.omittedAction ?? action, action) }
    result.byteCount += member.byteCount
    if member.skipped != nil { result.skippedMembers += 1 }
    fail(member.failure.map { "\(member.path): \($0)" })
  }

  consuming func finish() -> ScanResult {
    for limit in DecodingReport.Limit.allCases where decodingLimits.contains(limit) {
      result.notices.append(ScanNotice.decodingLimit.diagnostic(path: result.path, detail: limit.rawValue))
    }
    return result
  }

  /// Inspects a file of UTF-16 by its text; places are those of the text, offsets those of the file.
  mutating func inspect(_ text: WideText, sourceBytes: Int, _ kind: ContentKind) {
    wide = text
    inspect(text.bytes.span, .whole(text.bytes.count), base: 0, kind)
    result.byteCount = sourceBytes
  }

  /// Inspects one piece, which begins at the file's byte `base`.
  mutating func inspect(_ bytes: Span<UInt8>, _ piece: FilePieces.Piece, base: Int, _ kind: ContentKind) {
    result.byteCount = max(result.byteCount, base + bytes.count)
    var records: [ScanRecord] = []
    let omitted = result.omittedCount
    unlistedAction = nil
    if kind == .eventStream {
      let stream = EventStreamText(bytes)
      survey(stream.documents.bytes.span, "application/json", &records) {
        $0.span = $0.span.map(stream.documents.sourceSpan(of:))
      }
      survey(stream.rest.bytes.span, "text/plain", &records) { $0.span = $0.span.map(stream.rest.sourceSpan(of:)) }
      surveyJoined(stream, &records)
    } else {
      survey(bytes, kind.contentType(isNamed: isNamed), &records) { record in
        guard base > 0 else { return }
        record.span = record.span.map { ByteSpan(start: $0.start + base, end: $0.end + base) }
      }
      if result.omittedCount > omitted {
        result.omittedCount -= min(result.omittedCount - omitted, omittedBehind(piece, bytes, base, kind, records))
      }
    }
    if result.omittedCount > omitted, let action = unlistedAction {
      result.omittedAction = max(result.omittedAction ?? action, action)
    }
    records.sort { ($0.span?.start ?? -1, $0.ruleID) < ($1.span?.start ?? -1, $1.ruleID) }
    if kind == .jsonLines, !piece.isLast || documents > 0 {
      renumber(&records)
      documents += Self.lineCount(bytes)
    }
    // JSON and recorded traffic have no comments: what looks like one is somebody's text.
    let wantsComments = context.settings.readsComments && kind == .text
    guard !records.isEmpty || wantsComments && context.settings.tellsUnusedComments else { return }
    place(&records, bytes, base)
    if wantsComments { allow(&records, bytes, piece, base) }
    for var record in records where isOwned(record, piece) {
      if let wide {
        record.span = record.span.map(wide.sourceSpan(of:))
        record.decoding.insert("utf-16", at: 0)
      }
      record.fingerprint = context.fingerprinter.fingerprint(of: record)
      if isChanged(record) {
        keep(record)
      } else {
        result.elsewhere[record.fingerprint, default: 0] += 1
      }
    }
  }

  private mutating func keep(_ record: ScanRecord) {
    guard result.records.count >= context.settings.recordsPerFile else { return result.records.append(record) }
    result.omittedCount += 1
    guard record.counts, let action = record.finding.action else { return }
    result.omittedAction = max(result.omittedAction ?? action, action)
  }

  private var isNamed: Bool { path.bytes != [UInt8(ascii: "-")] }

  /// Rules see the same path of a file however it was named.
  private func subject(_ contentType: String) -> InspectionSubject {
    InspectionSubject(provider: .generic, contentType: contentType, filename: isNamed ? result.projectPath : "")
  }

  /// Looks at the texts that events carry in pieces; what stands within one piece was found there.
  private mutating func surveyJoined(_ stream: EventStreamText, _ records: inout [ScanRecord]) {
    let deltas = JoinedDeltas(stream.documents.bytes.span)
    guard !deltas.joined.bytes.isEmpty else { return }
    let known = Set(records.map { Sighting(rule: $0.ruleID, span: $0.span) })
    var joined: [ScanRecord] = []
    survey(deltas.joined.bytes.span, "application/json", &joined) { record in
      guard let span = record.span else { return }
      let origin = deltas.origin(of: span.start)
      record.location = Self.renumbered(origin.path, after: origin.document - 1)
      record.decoding.insert("events", at: 0)
      record.span = stream.documents.sourceSpan(of: deltas.joined.sourceSpan(of: span))
    }
    records += joined.filter { !known.contains(Sighting(rule: $0.ruleID, span: $0.span)) }
  }

  private struct Sighting: Hashable {
    var rule: String
    var span: ByteSpan?
  }

  /// - Parameter refer: Takes a record from `body` to the file.
  private mutating func survey(
    _ body: Span<UInt8>, _ contentType: String, _ records: inout [ScanRecord], _ refer: (inout ScanRecord) -> Void
  ) {
    let outcome = context.inspector.survey(body, subject(contentType))
    if let reason = outcome.uninspectable { result.failure = "it cannot be inspected: \(reason)" }
    if outcome.omittedOccurrences > 0 {
      result.omittedCount += outcome.omittedOccurrences
      // What nobody lists, neither a comment nor a baseline can allow.
      if let action = outcome.decision.action { unlistedAction = max(unlistedAction ?? action, action) }
    }
    decodingLimits.formUnion(outcome.decoding.limits.keys)
    guard !outcome.decision.findings.isEmpty else { return }
    for finding in outcome.decision.findings where finding.type != "uninspectable" {
      for occurrence in finding.occurrences {
        var record = ScanRecord(
          path: result.path, projectPath: result.projectPath, finding: finding, occurrence: occurrence)
        refer(&record)
        records.append(record)
      }
    }
  }

  /// How many of the places that one piece omits begin behind its own part, so that the next piece tells them.
  ///
  /// An inspection lists places in their order, so a look at the end of the piece alone shows what was left out there.
  private func omittedBehind(
    _ piece: FilePieces.Piece, _ bytes: Span<UInt8>, _ base: Int, _ kind: ContentKind, _ listed: [ScanRecord]
  ) -> Int {
    let border = piece.owned.upperBound
    guard !piece.isLast, border < base + bytes.count else { return 0 }
    let start = max(0, border - base - context.settings.marginBytes)
    let outcome = context.inspector.survey(
      bytes.extracting(start..<bytes.count), subject(kind.contentType(isNamed: isNamed)))
    let places = outcome.decision.findings.flatMap(\.occurrences).count {
      $0.span.map { $0.start + start + base >= border } ?? false
    }
    return max(0, places + outcome.omittedOccurrences - listed.count { $0.span.map { $0.start >= border } ?? false })
  }

  private func place(_ records: inout [ScanRecord], _ bytes: Span<UInt8>, _ base: Int) {
    var lines = lines
    for index in records.indices {
      guard let span = records[index].span else { continue }
      let start = lines.place(of: span.start, in: bytes, base: base)
      let end = lines.place(ofEnd: span.end, in: bytes, base: base)
      (records[index].line, records[index].column) = (start.line, start.column)
      (records[index].endLine, records[index].endColumn) = (end.line, end.column)
    }
  }

  private mutating func allow(
    _ records: inout [ScanRecord], _ bytes: Span<UInt8>, _ piece: FilePieces.Piece, _ base: Int
  ) {
    var comments = AllowComments(bytes, base: base, lines: lines, fileComments: fileComments)
    guard !comments.isEmpty else { return }
    let settings = context.settings
    let mask = ValueMask(records, in: bytes, base: base)
    comments.apply(to: &records, today: settings.today, mask)
    fileComments = comments.fileComments
    result.notices += comments.notices(
      path: result.path, owned: piece.owned, ruleIDs: context.ruleIDs, tellsUnused: settings.tellsUnusedComments,
      mask)
  }

  private func isOwned(_ record: ScanRecord, _ piece: FilePieces.Piece) -> Bool {
    guard let span = record.span else { return piece.owned.lowerBound == 0 }
    return piece.owned.contains(span.start)
  }

  private func isChanged(_ record: ScanRecord) -> Bool {
    guard record.span != nil, let lines = item.lines else { return true }
    // A span that ends behind a line break takes no part of the next line.
    let last = record.endColumn == 1 && record.endLine > record.line ? record.endLine - 1 : record.endLine
    return lines.touches(record.line, last)
  }

  // MARK: Documents of a JSON Lines file

  /// Paths of the inspection count the documents of a piece; those of the file count all.
  private func renumber(_ records: inout [ScanRecord]) {
    guard documents > 0 else { return }
    for index in records.indices {
      records[index].location = Self.renumbered(records[index].location, after: documents)
    }
  }

  static func renumbered(_ location: String, after documents: Int) -> String {
    guard documents > 0 else { return location }
    guard location.first == "#" else {
      let number = "#\(documents + 1)"
      if location.isEmpty || location == "body" { return number }
      return location.first == "[" ? number + location : "\(number).\(location)"
    }
    let digits = location.dropFirst().prefix { $0.isWholeNumber }
    guard let number = Int(digits) else { return location }
    return "#\(documents + number)" + location.dropFirst(1 + digits.count)
  }

  private static func lineCount(_ bytes: Span<UInt8>) -> Int {
    var count = 0
    var isBlank = true
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        if !isBlank { count += 1 }
        isBlank = true
      case 0x20, 0x09, 0x0D: continue
      default: isBlank = false
      }
    }
    return isBlank ? count : count + 1
  }
}
