import ArgusMatcher

/// This is the laying of decoded texts beside the fields of a body, before the one automaton pass sees them all.
///
/// Each field is surveyed once; what it hides becomes a further field, which is surveyed in its turn. Nothing here
/// calls itself: layers are worked off in the order in which they were laid, down to the settings' depth and within a
/// budget that is linear in the body's size.
struct DecodingLattice {
  /// A layer of fewer bytes holds nothing that a rule looks for.
  static let minimumBytes = 8
  private static let minimumField = 12

  let depth: Int
  private(set) var report = DecodingReport()
  private var remaining = 0
  private var survey = FieldSurvey()
  private var builder = LayerBuilder()
  private static let views = DecodingView.allCases

  init(_ settings: DecodingSettings) { depth = settings.depth }

  /// Lays all layers into `scratch`, whose fields so far are those of the body.
  mutating func derive(_ body: Span<UInt8>, into scratch: inout InspectionScratch) {
    guard depth > 0 else { return }
    remaining = DecodingSettings.budget(forBytes: scratch.arena.bytes.count)
    // The memory of the last inspection serves this one.
    swap(&survey, &scratch.survey)
    swap(&builder, &scratch.builder)
    defer {
      swap(&survey, &scratch.survey)
      swap(&builder, &scratch.builder)
    }
    var field = 0
    while field < scratch.records.count {
      if scratch.records[field].kind != .jsonOutline, scratch.arena.fields[field].count >= Self.minimumField {
        survey.run(scratch.arena.bytes.span.extracting(scratch.arena.fields[field]))
        if !survey.isEmpty { layAll(field, body, &scratch) }
      }
      field += 1
    }
  }

  private mutating func layAll(_ field: Int, _ body: Span<UInt8>, _ scratch: inout InspectionScratch) {
    let origin = Origin(scratch, field)
    runs(field, origin, body, &scratch)
    for index in survey.hexPairs.indices { spacedHex(survey.hexPairs[index], field, origin, body, &scratch) }
    for view in Self.views where !survey.sites[view.rawValue].isEmpty {
      lay(view, field, origin, &scratch)
    }
  }

  /// This is what a field's own origin says about what in it is new.
  private struct Origin {
    let layer: DecodedLayer?
    /// The view that made the field; nil for others.
    let view: DecodingView?

    init(_ scratch: borrowing InspectionScratch, _ field: Int) {
      layer = scratch.layer(of: field)
      let last = layer?.chain.last
      view = last == nil ? nil : DecodingLattice.views.first { $0.step == last }
    }

    /// True where the parent holds the same bytes in the same neighbourhood, and has been surveyed for them.
    func repeats(_ range: Range<Int>, _ scratch: borrowing InspectionScratch) -> Bool {
      guard let layer else { return false }
      return !scratch.touchesCode(range, in: layer)
    }

    /// Where the decoded text around `offset` begins, behind what was laid before it for its name.
    func start(ofRunAt offset: Int, _ scratch: borrowing InspectionScratch) -> Int {
      guard let layer, view == nil else { return 0 }
      let segment = scratch.segments[scratch.segment(at: offset, in: layer)]
      return segment.isVerbatim ? 0 : Int(segment.text)
    }

    /// True where another order of the same steps finds what this one would.
    func repeats(_ site: DecodingSite, of other: DecodingView, _ scratch: borrowing InspectionScratch) -> Bool {
      guard layer != nil else { return false }
      if let view, view.rawValue < other.rawValue { return false }
      return repeats(site.start..<site.end, scratch)
    }
  }

  // MARK: Views

  private mutating func lay(
    _ view: DecodingView, _ field: Int, _ origin: Origin, _ scratch: inout InspectionScratch
  ) {
    var sites = survey.sites[view.rawValue]
    if view == .joined { sites = JoinView.ordered(sites) }
    if origin.layer != nil {
      for index in sites.indices where sites[index].opens && origin.repeats(sites[index], of: view, scratch) {
        sites[index].opens = false
      }
    }
    layWindows(view, sites, field, &scratch)
    guard view == .joined, sites.count > 1 else { return }
    let entangled = JoinView.entangled(
      sites, in: scratch.arena.bytes.span.extracting(scratch.arena.fields[field]))
    for site in entangled { layWindows(view, [site], field, &scratch) }
  }

  private mutating func layWindows(
    _ view: DecodingView, _ sites: [DecodingSite], _ field: Int, _ scratch: inout InspectionScratch
  ) {
    var windows = ViewWindows(view.reach, sites)
    while let window = windows.next(scratch.arena.bytes.span.extracting(scratch.arena.fields[field])) {
      fill(window, sites[windows.sites], scratch.arena.bytes.span.extracting(scratch.arena.fields[field]))
      commit(DecodingChain(view.step), field, &scratch)
    }
  }

  private mutating func fill(_ window: Range<Int>, _ sites: ArraySlice<DecodingSite>, _ text: Span<UInt8>) {
    builder.removeAll()
    var position = window.lowerBound
    for site in sites where site.start >= position && site.end <= window.upperBound {
      builder.appendVerbatim(text, position..<site.start)
      builder.appendUnit(
        source: site.start, sourceCount: site.count, bytes: site.bytes, textCount: site.textCount)
      position = site.end
    }
    builder.appendVerbatim(text, position..<window.upperBound)
  }

  // MARK: Runs of digits

  private mutating func runs(
    _ field: Int, _ origin: Origin, _ body: Span<UInt8>, _ scratch: inout InspectionScratch
  ) {
    var decoder = RunDecoder()
    var index = 0
    while index < survey.runs.count {
      let run = survey.runs[index]
      guard !origin.repeats(run, scratch) else {
        index += 1
        continue
      }
      index += decoder.base64(
        at: index, survey.runs, in: scratch.arena.bytes.span.extracting(scratch.arena.fields[field]),
        from: origin.start(ofRunAt: run.lowerBound, scratch), budget: remaining)
      layFound(&decoder, field, body, &scratch)
      if run.count >= HexRuns.minimumDigits {
        for pairs in HexRuns.plain(in: run, of: scratch.arena.bytes.span.extracting(scratch.arena.fields[field])) {
          decoder.hex(pairs, budget: remaining)
          layFound(&decoder, field, body, &scratch)
        }
      }
    }
  }

  private mutating func spacedHex(
    _ index: Int, _ field: Int, _ origin: Origin, _ body: Span<UInt8>, _ scratch: inout InspectionScratch
  ) {
    guard index >= hexEnd(field) else { return }
    guard
      let pairs = HexRuns.spaced(
        at: index, from: hexEnd(field), in: scratch.arena.bytes.span.extracting(scratch.arena.fields[field]))
    else { return }
    spacedEnd = (field, pairs.source.upperBound)
    guard !origin.repeats(pairs.source, scratch) else { return }
    var decoder = RunDecoder()
    decoder.hex(pairs, budget: remaining)
    layFound(&decoder, field, body, &scratch)
  }

  /// Where the last stretch of spaced hex ended, so that none is read twice.
  private var spacedEnd = (field: -1, end: 0)
  private func hexEnd(_ field: Int) -> Int { spacedEnd.field == field ? spacedEnd.end : 0 }

  private mutating func layFound(
    _ decoder: inout RunDecoder, _ field: Int, _ body: Span<UInt8>, _ scratch: inout InspectionScratch
  ) {
    if decoder.expanded > 0 { remaining = max(0, remaining - decoder.expanded) }
    for _ in 0..<decoder.cutShort { report.note(.expansion) }
    for found in decoder.takeFound() {
      builder.removeAll()
      prefix(found.source.lowerBound, field, body, scratch)
      found.append(to: &builder)
      commit(found.chain, field, &scratch)
    }
  }

  /// What stands before the encoding on its line belongs to the text: a rule may need the name to know the value.
  private mutating func prefix(
    _ start: Int, _ field: Int, _ body: Span<UInt8>, _ scratch: borrowing InspectionScratch
  ) {
    let text = scratch.arena.bytes.span.extracting(scratch.arena.fields[field])
    // A word that goes on into the encoding would hide the border of what was decoded.
    if start > 0, ByteClass.isAlphanumeric(text[start - 1]) || text[start - 1] == UInt8(ascii: "_") { return }
    var lower = start
    while lower > 0, start - lower < Self.prefixBytes, text[lower - 1] != 0x0A { lower -= 1 }
    if lower == 0 {
      let key = scratch.key(of: field, in: body)
      if !key.isEmpty {
        let name = scratch.arena.bytes[key].suffix(Self.prefixBytes)
        builder.appendSynthetic(Array(name) + [0x22, 0x3A, 0x20, 0x22], source: 0)
      }
    }
    builder.appendVerbatim(text, lower..<start)
  }

  private static let prefixBytes = 64

  // MARK: Laying

  private mutating func commit(_ chain: DecodingChain, _ field: Int, _ scratch: inout InspectionScratch) {
    guard builder.text.count >= Self.minimumBytes else { return }
    let parent = scratch.layer(of: field)?.depth ?? 0
    guard parent < depth else { return report.note(.depth) }
    guard builder.text.count <= remaining else { return report.note(.bytes) }
    remaining -= builder.text.count
    report.layerCount += 1
    report.byteCount += builder.text.count
    scratch.appendLayer(builder, of: field, chain, depth: parent + 1)
  }
}
